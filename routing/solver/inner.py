"""How kernels that only other kernels call are compiled."""

from typing import Any

from numba import njit

_OPTIONS: dict[str, Any] = {"cache": True, "_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}

inner: Any = njit(**_OPTIONS)
"""For functions that allocate nothing and are called from compiled code alone.

Without numba's reference counts (``_nrt``), for some eighty arrays are handed on at each call and counting them costs
eight times what the work does; without wrappers for Python, which are slow to compile.
"""

inlined: Any = njit(**_OPTIONS, forceinline=True)
"""The same for what happens some hundred times an iteration, where even handing on the arrays is dear."""
