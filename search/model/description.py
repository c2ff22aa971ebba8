"""What an encoder's folder says of itself: `encoder.json`, with which any ONNX encoder can be laid there by hand."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from search.model.build import DIMENSION, MODEL_ID, PROMPTS

DESCRIPTION_FILE = "encoder.json"
# With the end that tells one state of a folder from another it has to fit where the database keeps it.
LONGEST_ID = 150


class DescriptionError(Exception):
    """A folder is not what its description says; the message names the field."""


class Pooling(StrEnum):
    """How one vector is made of those of all tokens; `none` where the model gives one by itself."""

    MEAN = "mean"
    CLS = "cls"
    NONE = "none"


def _inside(name: str) -> str:
    if not name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise ValueError("should be a file of this folder")
    return name


FileName = Annotated[str, AfterValidator(_inside)]


class _Part(BaseModel):
    # A field that nobody reads is a mistyped one.
    model_config = ConfigDict(extra="forbid", frozen=True)


class Prefixes(_Part):
    """What is put before a text: models trained for search want to be told what it is."""

    query: str = ""
    passage: str = ""


class Files(_Part):
    """Where in the folder the model lies, and its tokenizer: a `tokenizer.json`, or the `.model` of our build."""

    model: FileName = "model.onnx"
    tokenizer: FileName = "tokenizer.json"


class Description(_Part):
    """All that has to be known to run an encoder. `licence` is for people."""

    id: str = Field(min_length=1, max_length=LONGEST_ID)
    licence: str = Field(min_length=1)
    dimension: int = Field(gt=0)
    max_tokens: int = Field(gt=2)
    pooling: Pooling
    prefixes: Prefixes = Prefixes()
    files: Files = Files()


# What a built folder says; those of earlier versions say nothing, and are the same.
BUILT = Description(
    id=MODEL_ID,
    licence="MIT",
    dimension=DIMENSION,
    # The model has 512 positions; what a longer text says after them is not seen.
    max_tokens=512,
    # The graph takes the mean and brings it to length one.
    pooling=Pooling.NONE,
    prefixes=Prefixes(**PROMPTS),
    files=Files(tokenizer="tokenizer.model"),
)


def description_of(folder: Path) -> Description:
    """Return what a folder says of itself, or what a built one is.

    Errors: `DescriptionError`.
    """
    path = folder / DESCRIPTION_FILE
    if not path.is_file():
        return BUILT
    try:
        return Description.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DescriptionError(f"{DESCRIPTION_FILE} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"]))
        where = f"{DESCRIPTION_FILE}, field {field}" if field else DESCRIPTION_FILE
        raise DescriptionError(f"{where}: {first['msg']}") from error
