"""How kernels that only other kernels call are compiled."""

from numba import njit

inner = njit(cache=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""For functions that allocate nothing and are called from compiled code alone.

Without numba's reference counts (``_nrt``), for some eighty arrays are handed on at each call and counting them costs eight
times what the work does; without wrappers for Python, which are slow to compile.
"""

inlined = njit(cache=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)
"""The same for what happens some hundred times an iteration, where even handing on the arrays is dear."""
