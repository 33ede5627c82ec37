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
    form = w.rng.choice(["not {} at all", "not {}", "never {}"])
    return f"{the(w, s)} {s.was} {form.format(w.adjective(s, 1 - label))}"


def nothing_about(w, label):
    s = w.subject(plural=False)
    return f"nothing about {the(w, s)} was {w.adjective(s, 1 - label)}"


def did_not_attitude(w, label):
    start = w.rng.choice(["we did not", "I did not"])
    return f"{start} {w.pick('attitude', 1 - label)} {the(w, w.subject())}"


def did_not_effect(w, label):
    start = w.rng.choice(["did not {} us", "did not {} anyone"])
    return f"{the(w, w.subject())} {start.format(w.pick('effect', 1 - label))}"


def not_verdict(w, label):
    start = w.rng.choice(["was not {} at all", "was not {}"])
    return f"{the(w, w.subject(plural=False))} {start.format(an(w.pick('verdict', 1 - label)))}"


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
    "negation": ([not_adjective, nothing_about, did_not_attitude, did_not_effect, not_verdict], 26),
    "contrast": ([but_clause, although_first, although_last], 24),
    "reversal": ([otherwise, removed_or_kept], 10),
    "idiom": ([idiom], 10),
}
