"""need("numpy", ...): goes on where these can be imported, by this python or by the system's; ends with 77 where not."""
import importlib
import os
import sys

SYSTEM_PYTHON = "/usr/bin/python3"  # what the system's packages are for


def need(*modules):
    try:
        for module in modules:
            importlib.import_module(module)
    except ImportError as error:
        if os.path.realpath(sys.executable) != os.path.realpath(SYSTEM_PYTHON) and os.path.exists(SYSTEM_PYTHON):
            os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])
        print(error)
        sys.exit(77)
