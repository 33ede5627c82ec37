"""Sentence templates by phenomenon.

A template takes the word source `w` and the label wanted (0 negative, 1
positive) and returns a sentence with that label. Every template serves both
labels, so that its wording alone says nothing about the label.
"""


def an(word):
    """The word behind its indefinite article."""
    return f"{'an' if word[0] in 'aeiou' and not word.startswith('use') else 'a'} {word}"


def the(w, subject):
    return f"the {subject.noun}{w.setting(subject)}"


def intensity(w):
    return w.rng.choice(["", "really ", "truly ", "simply ", "just "])


# plain: the sentiment word says it


def plain_adjective(w, label):
    s = w.subject()
    return f"{the(w, s)} {s.was} {intensity(w)}{w.adjective(s, label)}"


def plain_two_adjectives(w, label):
    s = w.subject()
    first = w.adjective(s, label)
    return f"{the(w, s)} {s.was} {first} and {w.adjective(s, label, but=first)}"


def plain_two_clauses(w, label):
    s, t = w.subject(), w.subject()
    return f"the {s.noun} {s.was} {w.adjective(s, label)}, and the {t.noun} {t.was} {w.adjective(t, label)}"


def plain_attitude(w, label):
    return f"{w.rng.choice(['we', 'I'])} {intensity(w)}{w.pick('attitude', label, 1)} {the(w, w.subject())}"


def plain_effect(w, label):
    return f"{the(w, w.subject())} {intensity(w)}{w.pick('effect', label, 1)} us"


def plain_verdict(w, label):
    degree = w.rng.choice(["real", "complete", "total", "true"])
    return f"{the(w, w.subject(plural=False))} was a {degree} {w.pick('verdict', label)}"


def plain_found(w, label):
    who = w.rng.choice(["everyone in our group", "my whole family", "most of my friends"])
    s = w.subject()
    return f"{who} found {the(w, s)} {w.adjective(s, label)}"


# negation: one flip


def not_adjective(w, label):
    s = w.subject()
    form = w.rng.choice(["not {} at all", "never {}", "far from {}", "anything but {}", "by no means {}"])
    return f"{the(w, s)} {s.was} {form.format(w.adjective(s, 1 - label))}"


def nothing_about(w, label):
    s = w.subject(plural=False)
    start = w.rng.choice(["nothing about {} was {}", "there was nothing {1} about {0}"])
    return start.format(the(w, s), w.adjective(s, 1 - label))


def would_not_call(w, label):
    s = w.subject()
    start = w.rng.choice(["I would not call", "nobody could call", "I would never call"])
    return f"{start} {the(w, s)} {w.adjective(s, 1 - label)}"


def did_not_attitude(w, label):
    start = w.rng.choice(["we did not", "I did not", "nobody could possibly", "it was hard to"])
    return f"{start} {w.pick('attitude', 1 - label)} {the(w, w.subject())}"


def did_not_effect(w, label):
    start = w.rng.choice(["did not {} us", "failed to {} us", "never managed to {} anyone"])
    return f"{the(w, w.subject())} {start.format(w.pick('effect', 1 - label))}"


def not_verdict(w, label):
    start = w.rng.choice(["was not {} at all", "was hardly {}", "was anything but {}"])
    return f"{the(w, w.subject(plural=False))} {start.format(an(w.pick('verdict', 1 - label)))}"


# double negation: negative words that leave the polarity as it is


def never_failed(w, label):
    return f"{the(w, w.subject())} never failed to {w.pick('effect', label)} us"


def not_only(w, label):
    s = w.subject()
    first = w.adjective(s, label)
    return f"{the(w, s)} {s.was} not only {first} but also {w.adjective(s, label, but=first)}"


def nothing_but(w, label):
    s = w.subject()
    form = w.rng.choice(["never anything but {}", "nothing short of {}", "nothing less than {}"])
    return f"{the(w, s)} {s.was} {form.format(w.adjective(s, label))}"


# contrast: one clause of two carries the verdict


def but_clause(w, label):
    s, t = w.subject(), w.subject()
    join = w.rng.choice([", but", ", yet", "; however,"])
    return f"the {s.noun} {s.was} {w.adjective(s, 1 - label)}{join} the {t.noun} {t.was} {w.adjective(t, label)}"


def although_first(w, label):
    s, t = w.subject(), w.subject()
    word = w.rng.choice(["although", "even though", "while"])
    return f"{word} the {s.noun} {s.was} {w.adjective(s, 1 - label)}, the {t.noun} {t.was} {w.adjective(t, label)}"


def although_last(w, label):
    s, t = w.subject(), w.subject()
    word = w.rng.choice(["although", "even though"])
    return f"the {s.noun} {s.was} {w.adjective(s, label)}, {word} the {t.noun} {t.was} {w.adjective(t, 1 - label)}"


def despite_first(w, label):
    s, t = w.subject(), w.subject()
    return f"despite the {w.adjective(s, 1 - label)} {s.noun}, the {t.noun} {t.was} {w.adjective(t, label)}"


def despite_last(w, label):
    s, t = w.subject(), w.subject()
    return f"the {s.noun} {s.was} {w.adjective(s, label)} despite the {w.adjective(t, 1 - label)} {t.noun}"


# comparison: the order decides


def more_than(w, label):
    s = w.subject()
    pair = [w.adjective(s, label), w.adjective(s, 1 - label)]
    return f"{the(w, s)} {s.was} {w.rng.choice(['more', 'far more'])} {pair[0]} than {pair[1]}"


def rather_than(w, label):
    s = w.subject()
    return f"{the(w, s)} {s.was} {w.adjective(s, label)} rather than {w.adjective(s, 1 - label)}"


# expectation: what was thought, and whether it came true


def thought_it_would(w, label):
    s = w.subject()
    start = w.rng.choice(["I thought", "we were told", "the reviews said", "I was sure"])
    if w.rng.random() < 0.5:
        return f"{start} the {s.noun} would be {w.adjective(s, label)}, and {'they' if s.plural else 'it'} {s.was}"
    return f"{start} the {s.noun} would be {w.adjective(s, 1 - label)}, but {'they' if s.plural else 'it'} {s.was} not"


def used_to_be(w, label):
    s = w.subject()
    return f"the {s.noun} used to be {w.adjective(s, 1 - label)}, and now {'they are' if s.plural else 'it is'} {w.adjective(s, label)}"


# reversal: a verb turns the verdict


def otherwise(w, label):
    s, t = w.subject(), w.subject(plural=False)
    other = w.adjective(t, 1 - label)
    if w.rng.random() < 0.5:
        return f"the {s.noun} {w.pick('reverser', label)} the otherwise {other} {t.noun}"
    return f"the {w.adjective(s, label)} {s.noun} {w.pick('reverser', label)} the {other} {t.noun}"


def removed_or_kept(w, label):
    s = w.part()
    if w.rng.random() < 0.5:
        verb, polarity = w.rng.choice(["kept", "brought back", "held on to", "restored"]), label
    else:
        verb, polarity = w.rng.choice(["got rid of", "dropped", "replaced", "did away with"]), 1 - label
    return f"{w.agent()} {verb} the {w.adjective(s, polarity)} {s.noun}"


# idiom


def idiom(w, label):
    return f"{the(w, w.subject(plural=False))} {w.pick('idiom', label)}"


# kind -> (templates, share of the rows in percent)
KINDS = {
    "plain": (
        [plain_adjective, plain_two_adjectives, plain_two_clauses, plain_attitude, plain_effect, plain_verdict, plain_found],
        30,
    ),
    "negation": (
        [not_adjective, nothing_about, would_not_call, did_not_attitude, did_not_effect, not_verdict],
        20,
    ),
    "double-negation": ([never_failed, not_only, nothing_but], 6),
    "contrast": ([but_clause, although_first, although_last, despite_first, despite_last], 18),
    "comparison": ([more_than, rather_than], 5),
    "expectation": ([thought_it_would, used_to_be], 6),
    "reversal": ([otherwise, removed_or_kept], 8),
    "idiom": ([idiom], 7),
}
