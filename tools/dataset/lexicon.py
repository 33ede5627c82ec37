"""Words of the review-sentences data set: what is reviewed, and how it is judged.

`SUBJECTS` lists what a review talks about, by domain: (noun, class, plural).
The class says which adjectives fit beside the general ones. `JUDGEMENTS` lists
the sentiment words by group, as (negative, positive).
"""

# Domain -> (things reviewed, places or works they belong to, agents of change).
DOMAINS = {
    "hotel": {
        "subjects": """receptionist:people  concierge:people  housekeeper:people  hotel staff:people
            room:place  lobby:place  bathroom:place  balcony:place  garden:place  bedrooms:place*
            breakfast:food  service:  check-in:  view:  pool:  location:""",
        "settings": ["at this small hotel", "at the mountain lodge", "at the seaside resort", "at the hotel"],
        "agents": ["The new owners", "The new manager"],
    },
    "restaurant": {
        "subjects": """waiter:people  waitress:people  chef:people  cooks:people*  cashier:people
            soup:food  pasta:food  dessert:food  pizza:food  curry:food  sandwiches:food*
            dining room:place  terrace:place  menu:  service:  wine list:  lunch:food""",
        "settings": ["at the corner cafe", "at the new bistro", "at this family restaurant", "at the diner"],
        "agents": ["The new chef", "The new owners"],
    },
    "film": {
        "subjects": """plot:story  ending:story  script:story  dialogue:story  opening scene:story
            comedy:story!  documentary:story!  thriller:story!  jokes:story*  characters:story*
            acting:  soundtrack:  cast:  directing:  camera work:  costumes:*""",
        "settings": ["in this film", "in the sequel", "in the movie"],
        "agents": ["The sequel", "The new director"],
    },
    "book": {
        "subjects": """first chapter:story  story:story  ending:story  dialogue:story  novel:story!  plot:story
            biography:story!  short stories:story*  final pages:story*  poems:story*
            translation:  writing:  cover:  index:""",
        "settings": ["in this book", "in the second volume", "in the paperback"],
        "agents": ["The second edition", "The new publisher"],
    },
    "device": {
        "subjects": """phone:device!  laptop:device!  camera:device  keyboard:device  speakers:device*
            software:device  touch screen:device  charger:device  buttons:device*  printer:device!
            headphones:device*!  battery:device  sound:  display:  picture quality:  design:
            support agent:people!  technician:people!""",
        "settings": ["on this phone", "on the new tablet", "on my old laptop"],
        "agents": ["The second version", "The new model"],
    },
    "trip": {
        "subjects": """guide:people  driver:people  crew:people  tour leader:people  passengers:people*
            train:place!  campsite:place!  museum:place!  beach:place!  station:place!
            tour:!  flight:!  boat ride:!  exhibits:*!  concert:!  meals:food*  snacks:food*  cabins:place*""",
        "settings": ["on the island tour", "on the night train", "on the river cruise"],
        "agents": ["The new company", "The new operator"],
    },
}

# Adjectives by class: (negative, positive). "general" fits everything.
ADJECTIVES = {
    "general": (
        """terrible awful dreadful horrible poor disappointing mediocre lousy atrocious abysmal appalling bad
        unpleasant dismal woeful pathetic horrendous annoying inferior unacceptable second-rate miserable
        horrid ghastly lamentable shameful wretched frustrating unsatisfactory""",
        """great excellent wonderful superb fantastic terrific marvelous splendid impressive delightful brilliant
        amazing outstanding remarkable fabulous magnificent good fine lovely perfect pleasant enjoyable
        exceptional admirable first-rate awesome nice stellar sensational incredible""",
    ),
    "people": (
        """rude unfriendly careless impatient arrogant lazy grumpy sloppy hostile incompetent indifferent
        unhelpful impolite dishonest inattentive sullen disrespectful""",
        """friendly helpful kind polite attentive courteous charming cheerful patient welcoming professional
        considerate thoughtful competent generous gracious respectful""",
    ),
    "story": (
        """boring dull tedious predictable clumsy lifeless confusing silly shallow pointless stale tiresome
        unconvincing forgettable dreary contrived ridiculous incoherent lame""",
        """gripping moving thrilling funny witty clever engaging touching compelling inspiring captivating
        entertaining original fascinating hilarious imaginative memorable heartwarming powerful""",
    ),
    "device": (
        """slow flimsy unreliable clunky buggy fragile defective faulty sluggish cumbersome useless awkward
        impractical outdated inaccurate bulky unstable""",
        """reliable fast sturdy responsive elegant handy durable intuitive efficient sleek accurate convenient
        versatile stylish dependable practical useful""",
    ),
    "food": (
        "bland tasteless inedible disgusting flavorless greasy nasty unappetizing foul overcooked",
        "delicious tasty flavorful mouthwatering appetizing fresh yummy satisfying appealing wholesome",
    ),
    "place": (
        """dirty cramped noisy filthy shabby smelly grimy dingy gloomy uncomfortable dusty messy drab stuffy
        ugly run-down""",
        """clean spacious comfortable cozy bright spotless beautiful relaxing tidy peaceful airy inviting
        pretty luxurious tranquil gorgeous""",
    ),
}

# "We <verb> the soup": base/past.
ATTITUDES = (
    "hate/hated dislike/disliked despise/despised loathe/loathed detest/detested resent/resented "
    "deplore/deplored criticize/criticized scorn/scorned",
    "love/loved like/liked enjoy/enjoyed admire/admired appreciate/appreciated adore/adored "
    "praise/praised applaud/applauded treasure/treasured",
)

# "The soup <verb> us": base/past.
EFFECTS = (
    "disappoint/disappointed annoy/annoyed bore/bored frustrate/frustrated upset/upset irritate/irritated "
    "disgust/disgusted infuriate/infuriated offend/offended bother/bothered dismay/dismayed",
    "impress/impressed delight/delighted charm/charmed amaze/amazed thrill/thrilled please/pleased "
    "satisfy/satisfied inspire/inspired captivate/captivated dazzle/dazzled enchant/enchanted",
)

# "The soup was a <noun>".
VERDICTS = (
    """disaster mess failure nightmare letdown nuisance headache flop disgrace catastrophe mistake fiasco
    rip-off""",
    """joy delight treat pleasure triumph gem success masterpiece marvel blessing winner hit miracle""",
)

# "The soup <verb> the otherwise ... evening".
REVERSERS = (
    "ruined spoiled wrecked marred overshadowed undermined negated tainted destroyed",
    "saved rescued redeemed salvaged made_up_for compensated_for brightened revived transformed",
)

# "The soup <phrase>."
IDIOMS = (
    [
        "was a waste of time", "was money down the drain", "left a lot to be desired", "fell flat",
        "fell short of the mark", "left us cold", "was a pain in the neck", "rubbed us the wrong way",
        "gets two thumbs down", "was the last straw", "went from bad to worse", "was nothing to write home about",
        "was hard to swallow", "left a bad taste in our mouths", "was a slap in the face", "went downhill fast",
        "dropped the ball", "was a sorry sight", "drove us up the wall", "got on our nerves",
        "was more trouble than it was worth", "was a recipe for disaster", "hit a new low",
        "scraped the bottom of the barrel", "was a bitter pill to swallow", "deserves zero stars", "ran out of steam",
        "made our blood boil", "was a lost cause", "went up in smoke",
    ],
    [
        "was worth every penny", "was second to none", "was a breath of fresh air", "was out of this world",
        "left nothing to be desired", "went above and beyond", "knocked our socks off", "blew us away",
        "gets two thumbs up", "stole the show", "checked every box", "was a hidden gem",
        "was the icing on the cake", "took our breath away", "was a cut above the rest", "won us over",
        "was a dream come true", "lived up to the hype", "put a smile on our faces", "set the bar high",
        "made our day", "was just what the doctor ordered", "was head and shoulders above the rest",
        "deserves five stars", "was one for the ages", "passed with flying colors", "was a feast for the senses",
        "went like a dream", "hit the spot", "was worth the wait",
    ],
)
