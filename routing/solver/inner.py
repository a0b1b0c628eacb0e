"""How kernels that only other kernels call are compiled."""

from collections.abc import Callable
from typing import Any

from numba import njit, types

_OPTIONS: dict[str, Any] = {"cache": True, "_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _once(dispatcher: Any) -> Any:
    """Return a function that numba compiles once, not again for each constant that is handed to it."""
    find = dispatcher.get_call_template

    def without_constants(args: tuple[types.Type, ...], kws: dict[str, types.Type]) -> Any:
        return find(tuple(map(types.unliteral, args)), kws)

    dispatcher.get_call_template = without_constants
    return dispatcher


def inner(function: Callable[..., Any]) -> Any:
    """Compile a function that allocates nothing and is called from compiled code alone.

    Without numba's reference counts (``_nrt``), for some twenty arrays are handed on at each call and counting them
    costs more than the work does; without wrappers for Python, which are slow to compile.
    """
    return _once(njit(**_OPTIONS)(function))


def inlined(function: Callable[..., Any]) -> Any:
    """Compile likewise what is so small that handing on the arrays would cost more than the work."""
    return _once(njit(**_OPTIONS, forceinline=True)(function))
