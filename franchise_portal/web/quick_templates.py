"""Jinja templates that spend less on the small things that a page does a thousand times.

Jinja's habits are general where our templates are plain: every value printed becomes an object that
remembers to be markup, though it is joined to the page at once; every import looks for its template
anew, and through all global names for ones that the importing template brought along, which ours
never do; every call asks in several ways whether the function wants to know the template; and a
mapping is first asked for an attribute that it cannot have.
"""

from collections.abc import Callable, MutableMapping
from enum import StrEnum
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any
from uuid import UUID

from flask.templating import Environment
from jinja2 import Template, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode, missing
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]


def escaped(value: Any) -> str:  # noqa: ANN401 - whatever a template prints
    """What `markupsafe.escape` gives, as plain text where it was plain text."""
    kind = type(value)
    if kind is str:
        return escape_text(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    if kind is UUID:
        # What `str` gives, in a third of the time: every row of a list has links.
        digits = value.hex
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    # A word such as a badge's tone.
    return escape_text(value.value) if isinstance(value, StrEnum) else escape(value)


class QuickMacro(Macro):
    """A macro that is markup where its own template is escaped, whoever calls it."""

    @internalcode
    def __call__(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401
        """Fill in what is not given, as Jinja does, and run it."""
        if len(args) > self._argument_count or self.catch_kwargs or self.catch_varargs:
            return super().__call__(*args, **kwargs)
        values = [*args, *(kwargs.pop(name, missing) for name in self.arguments[len(args) :])]
        if self.caller and not self.explicit_caller:
            caller = kwargs.pop("caller", None)
            values.append(self._nobody() if caller is None else caller)
        if kwargs:
            raise TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(kwargs))!r}")
        text = self._func(*values)
        return Markup(text) if self._default_autoescape and type(text) is str else text  # noqa: S704

    def _nobody(self) -> Any:  # noqa: ANN401 - Jinja's undefined
        return self._environment.undefined("No caller defined", name="caller")


class QuickContext(Context):
    """What a template sees; it calls what is called most without asking further."""

    @internalcode
    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Call a macro or a function."""
        if type(called) in _PLAIN_FUNCTIONS:
            wants = getattr(called, "jinja_pass_arg", None)
            if wants is _EVAL_CONTEXT:
                args = (self.eval_ctx, *args)
            elif wants is not None:
                return super().call(called, *args, **kwargs)
        elif type(called) is not QuickMacro:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


_PLAIN_FUNCTIONS = frozenset({FunctionType, MethodType, BuiltinFunctionType})
_EVAL_CONTEXT: Any = pass_eval_context(lambda: None).jinja_pass_arg  # type: ignore[attr-defined]


class QuickTemplate(Template):
    """A template of ours: autoescaped, importing without context."""

    @classmethod
    def _from_namespace(
        cls,
        environment: Any,  # noqa: ANN401 - as Jinja has it
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002
    ) -> Template:
        # The compiled template finds its names here.
        namespace["escape"] = escaped
        namespace["Macro"] = QuickMacro
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Any = None) -> TemplateModule:  # noqa: ANN401, ARG002
        return super()._get_default_module()


class QuickEnvironment(Environment):
    """Flask's environment with our kind of template."""

    template_class = QuickTemplate
    context_class = QuickContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Jinja has it
        """Begin without templates."""
        super().__init__(*args, **kwargs)
        self._found: dict[str, Template] = {}

    @internalcode
    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """Find a template once, and again only where its file may change meanwhile."""
        if self.auto_reload or globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401
        """An attribute, or an item of that name; a mapping has few attributes and many items."""
        if type(obj) is dict and attribute not in _OF_EVERY_DICT:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


_OF_EVERY_DICT = frozenset(dir(dict))
