"""Repacks the standard library, with the modules that a boot has imported compiled, with the code of the
package `loopscope`, and with additions, some of which take the place of its own modules. See
`repack-stdlib.ts`.

Their source stays beside them, for tracebacks. An unchecked `.pyc` is not compared with its source, and takes
the importer only the time to read it.
"""

import importlib.util
import io
import marshal
import sys
import zipfile

_UNCHECKED_HASH = 0b01
_SAME_EVERY_TIME = (2026, 1, 1, 0, 0, 0)


def repack(additions):
    """The bytes of the new archive. `additions` are files by name."""
    (path,) = (entry for entry in sys.path if entry.endswith(".zip"))
    imported = {
        module.__spec__.origin.removeprefix(path + "/")
        for module in list(sys.modules.values())
        if getattr(module, "__spec__", None) and (module.__spec__.origin or "").startswith(path)
    }
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(path) as stock,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out,
    ):
        added = {name: bytes(data) for name, data in additions.to_py().items()}
        for name in sorted({*stock.namelist(), *added}):
            source = added[name] if name in added else stock.read(name)
            _write(out, name, source)
            if name in imported:
                code = compile(source, f"{path}/{name}", "exec", dont_inherit=True, optimize=0)
                header = importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH.to_bytes(4, "little") + bytes(8)
                _write(out, name + "c", header + marshal.dumps(code))
        _write(out, "loopscope.codes", marshal.dumps(sys.modules["loopscope"].__loader__.codes()))
    return packed.getvalue()


def _write(out, name, data):
    info = zipfile.ZipInfo(name, _SAME_EVERY_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    out.writestr(info, data)
