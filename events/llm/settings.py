"""Which endpoint a report may be sent to: read from the environment, checked, never guessed."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
)

from events.llm.errors import ModelError

PREFIX = "CONFLICT_MAP_LLM_"
URL, MODEL, KEY = f"{PREFIX}URL", f"{PREFIX}MODEL", f"{PREFIX}KEY"
_NAMES = {"url": URL, "model": MODEL, "key": KEY} | {
    name: f"{PREFIX}{name.upper()}" for name in ("answer", "seconds", "characters")
}
_HIDDEN = "(not shown)"


def _http_url(text: str) -> str:
    """Return a base address without its last slash.

    Raises
    ------
    ValueError
        It is no http or https address of a server, or carries a password, query or fragment.
    """
    parts = urlsplit(text)  # raises ValueError on a malformed host
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = "expected is an address such as http://localhost:11434/v1"
        raise ValueError(message)
    if parts.username is not None or parts.password is not None:
        message = f"a name or password does not belong in the address; the key goes into {KEY}"
        raise ValueError(message)
    if parts.query or parts.fragment or any(c.isspace() or not c.isprintable() for c in text):
        message = "expected is a base address without query, fragment or blanks"
        raise ValueError(message)
    _ = parts.port  # raises ValueError outside 0..65535
    return text.rstrip("/")


class Endpoint(BaseModel):
    """An OpenAI-compatible endpoint and how to ask it.

    ``answer`` says how the model is held to the schema: ``schema`` (the server's JSON schema
    mode), ``tool`` (a function call) or ``prompt`` (the schema stands in the instructions).
    ``seconds`` bounds all attempts at one report together, ``characters`` a report's length.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    url: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_http_url)]
    model: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    key: SecretStr | None = None
    answer: Literal["schema", "tool", "prompt"] = "schema"
    seconds: float = Field(default=300.0, gt=0, le=3600)
    characters: int = Field(default=60_000, gt=0, le=200_000)

    @property
    def is_local(self) -> bool:
        """Whether the address is this machine's own loopback, so that no text leaves it."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def shown(self) -> str:
        """Where the text would go, for a reader: the model, the address, and what that means."""
        if self.is_local:
            where = "on this machine; the text does not leave it"
        elif self.url.startswith("https:"):
            where = "outside this machine"
        else:
            where = "outside this machine, unencrypted"
        return f"{self.model} at {self.url} ({where})"


def endpoint(environment: Mapping[str, str] | None = None) -> Endpoint | None:
    """Return the endpoint that the environment names, or None where it names none.

    Parameters
    ----------
    environment
        Variables by name; those of the process where none are given.

    Raises
    ------
    ModelError
        A variable is missing beside the others, or has a value that is not accepted.
    """
    values = os.environ if environment is None else environment
    given = {name: values[key] for name, key in _NAMES.items() if values.get(key, "").strip()}
    if not given.keys() & {"url", "model"}:
        return None
    try:
        return Endpoint.model_validate(given)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        name = _NAMES[str(first["loc"][0])]
        shown = _HIDDEN if name in (KEY, URL) else repr(given.get(str(first["loc"][0]), ""))[:80]
        raise ModelError(f"{name} {shown}: {first['msg']}") from None


def required(environment: Mapping[str, str] | None = None) -> Endpoint:
    """Return the endpoint, as :func:`endpoint`.

    Raises
    ------
    ModelError
        None is named, or one that is not accepted.
    """
    found = endpoint(environment)
    if found is None:
        message = (
            f"no language model is set up: set {URL} (such as http://localhost:11434/v1), {MODEL} "
            f"and, where the server asks for one, {KEY}; see docs/language-model.md"
        )
        raise ModelError(message)
    return found
