"""How functions of PDFium are called by address, without what ctypes and pypdfium2 check at every call."""

import ctypes
from typing import Any

Int, Ptr, Double = ctypes.c_int, ctypes.c_void_p, ctypes.c_double


def bare(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of the library called by address, without the wrappers' checks of every argument.

    Without types of arguments, they must be such as ctypes passes on as they are: `at`, small numbers.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, Ptr).value or 0)


def at(handle: Any) -> Any:
    """A handle of the library as an argument that needs no conversion."""
    return ctypes.byref(ctypes.c_char.from_address(ctypes.cast(handle, Ptr).value or 0))
