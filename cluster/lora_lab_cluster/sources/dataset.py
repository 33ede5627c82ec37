"""Opens a data set by its id: which splits it has, which are used, and the files of each.

The choice of splits is that of `src/data/openDataset.ts` and `src/data/hub/openHubDataset.ts`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from ..errors import LabError
from ..experiment.rules import share_of_test
from ..experiment.source_ref import SourceRef, format_source_id, parse_source_ref
from ..experiment.text import quote, shown_name
from ..experiment.types import HELD_OUT, DataChoice, Experiment
from .hub.download import Wanted, download
from .hub.http import Hub
from .hub.parquet_files import Listing, ParquetFile, list_parquet
from .lab_folder import lab_file
from .types import DatasetFiles, Sources, TestSource

# Names of splits that can be measured on, best first; a `test` split's labels may be hidden.
_VALIDATION_NAMES = ("validation$", "(valid|val|dev|eval)$", "(validation|dev)")
_TEST_NAMES = ("test$",)
_TRAIN_NAMES = ("train$", ".*train")

GetFiles = Callable[[str], tuple[Path, ...]]


def open_dataset(experiment: Experiment, sources: Sources) -> DatasetFiles:
    """Finds the experiment's data set, and the hub's list of its files if it is a hub's; files come when asked for.

    Raises:
        LabError: if it is not there, or lacks the chosen part
    """
    id, choice = experiment.dataset, experiment.data
    ref = parse_source_ref("dataset", id)
    if ref is None:
        raise LabError(
            f"{shown_name(id)} is not a data set id.", 'Write it as "owner/name" or "owner/name@revision".'
        )
    if ref.kind == "hub":
        return _of_hub(id, ref, choice, sources)
    if choice.subset is not None:
        raise LabError(
            f"{id} has no subsets, so none called {quote(choice.subset)}.", "Choose no subset for this data set."
        )
    return _embedded(id, ref, choice, sources) if ref.kind == "embedded" else _local(id, choice, sources)


def _embedded(id: str, ref: SourceRef, choice: DataChoice, sources: Sources) -> DatasetFiles:
    folder = f"datasets/{ref.name}"
    about = json.loads(lab_file(sources.lab, id, f"{folder}/dataset.json").read_text(encoding="utf-8"))
    return _with_files(
        id,
        choice,
        ("train", "validation"),
        lambda split: (lab_file(sources.lab, id, f"{folder}/{split}.tsv"),),
        tuple(about["labels"]),
    )


def _local(id: str, choice: DataChoice, sources: Sources) -> DatasetFiles:
    known = sources.local_datasets.get(id)
    if known is None:
        raise LabError(
            f"{format_source_id(id)}: its files are not known here.",
            "Name them by --train, and --validation if there is one.",
        )
    validation = known.validation
    files = {"train": known.train} if validation is None else {"train": known.train, "validation": validation}
    return _with_files(id, choice, tuple(files), lambda split: (files[split],), None)


def _with_files(
    id: str, choice: DataChoice, splits: tuple[str, ...], files: GetFiles, class_names: tuple[str, ...] | None
) -> DatasetFiles:
    train = _chosen(id, choice.train_split or splits[0], splits)
    rest = (split for split in splits if split not in (train, choice.test_split))
    validation = _validation(id, choice, next(rest, None), train, splits)
    return DatasetFiles(
        id=id,
        kind="embedded" if class_names is not None else "local",
        subsets=(),
        subset=None,
        splits=splits,
        train_split=train,
        validation_split=validation,
        validation_is_guess=False,
        test=_test(id, choice.test_split, splits, (train, validation)),
        files=files,
        class_names=class_names,
    )


def _of_hub(id: str, ref: SourceRef, choice: DataChoice, sources: Sources) -> DatasetFiles:
    hub = Hub(sources.hub_url, sources.hub_token)
    listing = list_parquet(hub, ref.name, ref.revision)
    subset = _subset(ref.name, listing, choice.subset)
    by_split = listing[subset]
    splits = tuple(by_split)
    if choice.train_split is None:
        train = _match(splits, _TRAIN_NAMES) or splits[0]
    else:
        train = _chosen(ref.name, choice.train_split, splits)
    others = [split for split in splits if split not in (train, choice.test_split)]
    named = _match(others, _VALIDATION_NAMES)
    validation = _validation(ref.name, choice, named or _match(others, _TEST_NAMES), train, splits)
    folder = sources.cache / "data" / ref.name.replace("/", "--")

    def files(split: str) -> tuple[Path, ...]:
        return tuple(_downloaded(hub, file, folder) for file in by_split[split])

    return DatasetFiles(
        id=id,
        kind="hub",
        subsets=tuple(listing) if len(listing) > 1 else (),
        subset=subset if len(listing) > 1 else None,
        splits=splits,
        train_split=train,
        validation_split=validation,
        validation_is_guess=choice.validation_split is None and named is None,
        test=_test(ref.name, choice.test_split, splits, (train, validation)),
        files=files,
    )


def _downloaded(hub: Hub, file: ParquetFile, folder: Path) -> Path:
    """A file of a split, kept by its address and by what the hub says it is now, so that a changed one is loaded anew."""
    state = hub.state(file.url, file.name)
    size = file.size if file.size is not None else state.size
    key = hashlib.sha256(json.dumps([file.url, size, state.etag]).encode()).hexdigest()[:20]
    return download(hub, Wanted(file.name, file.url, folder / f"{key}.parquet", size))


def _subset(repository: str, listing: Listing, asked: str | None) -> str:
    """The subset that was asked for; or else "default", or else the first with a split to train on."""
    if asked is not None:
        if asked in listing:
            return asked
        raise LabError(
            f"{repository} has no subset {quote(asked)}.",
            f"Choose one of {', '.join(quote(subset) for subset in list(listing)[:12])}.",
        )
    if "default" in listing:
        return "default"
    trains = (subset for subset, splits in listing.items() if _match(tuple(splits), _TRAIN_NAMES))
    return next(trains, next(iter(listing)))


def _match(names: Sequence[str], patterns: Sequence[str]) -> str | None:
    """The first name that fits the best pattern."""
    for pattern in patterns:
        for name in names:
            if re.match(pattern.replace("$", r"\Z"), name, re.IGNORECASE | re.ASCII | re.DOTALL):
                return name
    return None


def _validation(id: str, choice: DataChoice, automatic: str | None, train: str, splits: Sequence[str]) -> str | None:
    if choice.validation_split == HELD_OUT:
        return None
    if choice.validation_split is None:
        return automatic
    validation = _chosen(id, choice.validation_split, splits)
    if validation == train:
        raise LabError(
            f"Training and validation would both use the split {quote(train)}.",
            f'Choose another one, or "{HELD_OUT}" to hold out a part of it.',
        )
    return validation


def _test(id: str, choice: str | None, splits: Sequence[str], used: Sequence[str | None]) -> TestSource | None:
    """The test rows by the choice, or automatically a split called test that nothing else uses."""
    share = share_of_test(choice)
    if share is not None:
        return TestSource(share=share)
    if choice is None:
        split = next((each for each in splits if each.lower() == "test" and each not in used), None)
        return None if split is None else TestSource(split=split)
    split = _chosen(id, choice, splits)
    if split in used:
        raise LabError(
            f"The test split {quote(split)} would also be trained or measured on before the end.",
            "Choose another one, or a share of the validation sentences, such as 0.3.",
        )
    return TestSource(split=split)


def _chosen(id: str, split: str, splits: Sequence[str]) -> str:
    if split in splits:
        return split
    raise LabError(
        f"{id} has no split {quote(split)}.",
        f"Choose one of {', '.join(quote(each) for each in splits[:12])}.",
    )
