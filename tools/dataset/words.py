"""Split the sentiment words into seen and held-out ones, and draw words for a sentence."""

import re
from dataclasses import dataclass

import lexicon

HELD_OUT_SHARE = 0.35  # of the words of each group and polarity


@dataclass(frozen=True)
class Subject:
    """What a clause is about: `The pasta at the diner` + `was`."""

    noun: str
    kind: str  # adjective class, "" if only general adjectives fit
    plural: bool
    whole: bool  # a whole work or thing: takes no "at the ..." phrase

    @property
    def was(self):
        return "were" if self.plural else "was"


def subjects(domain):
    """The subjects of a domain, from `noun:class` with `*` plural and `!` whole."""
    found = []
    for entry in re.split(r"\s{2,}", lexicon.DOMAINS[domain]["subjects"].strip()):
        noun, tags = entry.split(":")
        found.append(Subject(noun, tags.strip("*!"), "*" in tags, "!" in tags))
    return found


def groups():
    """Sentiment entries as {(group, label): [entry, ...]}; verbs are `base/past`."""
    found = {}
    for name, pair in lexicon.ADJECTIVES.items():
        for label, words in enumerate(pair):
            found[f"adjective {name}", label] = words.split()
    for name, pair in {
        "attitude": lexicon.ATTITUDES,
        "effect": lexicon.EFFECTS,
        "verdict": lexicon.VERDICTS,
        "reverser": lexicon.REVERSERS,
    }.items():
        for label, words in enumerate(pair):
            found[name, label] = words.split()
    for label, phrases in enumerate(lexicon.IDIOMS):
        found["idiom", label] = list(phrases)
    return found


def stem(entry):
    """Entries with one stem stay on one side: `delight` and `delightful`."""
    return entry if " " in entry else entry[:4]


def hold_out(rng):
    """Choose the held-out entries: the share of every group and label, whole stems."""
    held, decided = set(), set()
    for (_, _), entries in groups().items():
        quota = round(HELD_OUT_SHARE * len(entries)) - sum(stem(e) in held for e in entries)
        for entry in rng.sample(entries, len(entries)):
            if quota > 0 and stem(entry) not in decided:
                held.add(stem(entry))
                quota -= sum(stem(e) == stem(entry) for e in entries)
        decided.update(stem(e) for e in entries)
    return held


def forms(entry):
    """The strings by which an entry shows in a sentence."""
    return [form.replace("_", " ") for form in entry.split("/")]


class Words:
    """Draws words for one sentence, either all seen or all held out."""

    def __init__(self, rng, held, use_held):
        self.rng = rng
        self.pools = {
            key: [e for e in entries if (stem(e) in held) == use_held] for key, entries in groups().items()
        }
        self.domain = rng.choice(list(lexicon.DOMAINS))
        self.unused = subjects(self.domain)

    def subject(self, plural=None):
        """A subject of the sentence's domain, never the same twice."""
        fitting = [s for s in self.unused if plural is None or s.plural == plural]
        chosen = self.rng.choice(fitting)
        self.unused.remove(chosen)
        return chosen

    def part(self):
        """A subject that can be kept or dropped: no whole work, unless the domain has nothing else."""
        parts = [s for s in self.unused if not s.whole] or self.unused
        return self.rng.choice([s for s in parts if s.noun not in ("location", "view")])

    def setting(self, subject):
        """A phrase such as `at the diner`, or nothing."""
        if subject.whole or self.rng.random() < 0.45:
            return ""
        return " " + self.rng.choice(lexicon.DOMAINS[self.domain]["settings"])

    def agent(self):
        """Who changed something: `The new owners`."""
        return self.rng.choice(lexicon.DOMAINS[self.domain]["agents"])

    def pick(self, group, label, form=0):
        """An entry of a group; `form` 1 is the past of a verb."""
        return forms(self.rng.choice(self.pools[group, label]))[form]

    def adjective(self, subject, label, but=""):
        """An adjective that fits the subject, other than `but`."""
        general = not subject.kind or self.rng.random() < 0.4
        group = "adjective general" if general else f"adjective {subject.kind}"
        return self.rng.choice([w for w in self.pools[group, label] if w != but])
