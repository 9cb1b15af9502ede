"""One report to one endpoint and its answer back, or one line that says why there is none.

The only module that asks; the library is imported only when it does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from events.codebook import Codebook
from events.llm.answer import Answer
from events.llm.errors import ModelError
from events.llm.prompt import instructions, message
from events.llm.settings import Endpoint
from events.model import Report

if TYPE_CHECKING:
    from pydantic_ai import Agent

    from events.llm.patience import Sleep

Ask = Callable[[Report], Answer]
_NEEDED = ("httpx2", "openai", "pydantic_ai", "tenacity")
AGAIN = 1  # times that a malformed answer is asked for again


def asker(endpoint: Endpoint, codebook: Codebook, sleep: Sleep | None = None) -> Ask:
    """Return what asks the endpoint about a report; nothing is sent before it is called.

    Raises
    ------
    ModelError
        The library for it is not installed.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        lacking = (
            f"coding by a language model needs {', '.join(missing)}, which is not installed: "
            "pip install -r requirements-llm.txt"
        )
        raise ModelError(lacking)
    told = instructions(codebook)

    def ask(report: Report) -> Answer:
        if len(report.text) > endpoint.characters:
            long = (
                f"{len(report.text):,} characters are more than the {endpoint.characters:,} that "
                "are sent; nothing was sent (CONFLICT_MAP_LLM_CHARACTERS changes it)"
            )
            raise ModelError(long)
        return asyncio.run(_asked(report, endpoint, told, sleep))

    return ask


async def _asked(report: Report, endpoint: Endpoint, told: str, sleep: Sleep | None) -> Answer:
    from pydantic_ai.exceptions import AgentRunError  # noqa: PLC0415

    from events.llm import failures, patience, transport  # noqa: PLC0415

    try:
        async with asyncio.timeout(endpoint.seconds), transport.client(endpoint) as http:
            agent = _agent(endpoint, told, http)
            async for attempt in patience.retrying(endpoint.seconds, sleep):
                with attempt:
                    return (await agent.run(message(report))).output
    except TimeoutError:
        late = f"no answer within {endpoint.seconds:g} s (CONFLICT_MAP_LLM_SECONDS changes it)"
        raise ModelError(f"{_named(endpoint)}: {late}") from None
    except (AgentRunError, transport.BodyError, ValueError, RecursionError) as error:
        raise ModelError(f"{_named(endpoint)}: {failures.said(error, endpoint)}") from None
    never = "retrying ended without a result"
    raise AssertionError(never)


def _named(endpoint: Endpoint) -> str:
    return f"{endpoint.model} at {endpoint.url}"


def _agent(endpoint: Endpoint, told: str, http: Any) -> Agent[object, Answer]:
    from openai import AsyncOpenAI  # noqa: PLC0415
    from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput  # noqa: PLC0415
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider  # noqa: PLC0415

    key = endpoint.key.get_secret_value() if endpoint.key else "none"
    openai = AsyncOpenAI(base_url=endpoint.url, api_key=key, max_retries=0, http_client=http)
    model = OpenAIChatModel(
        endpoint.model, provider=OpenAICompatibleProvider("endpoint", openai_client=openai)
    )
    forms: dict[str, Any] = {"schema": NativeOutput, "tool": ToolOutput, "prompt": PromptedOutput}
    return Agent(
        model,
        output_type=forms[endpoint.answer](Answer),
        instructions=told,
        model_settings={"temperature": 0.0},
        retries=AGAIN,
        name="coder",
    )
