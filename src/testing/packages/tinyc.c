/* A compiled module of CPython 3.14 by its stable interface: add(a, b). Only the parts of Python.h that it needs. */
typedef struct PyObject PyObject;
typedef struct { int slot; void *value; } Slot;
typedef struct { const char *name; PyObject *(*call)(PyObject *, PyObject *); int flags; const char *doc; } Method;
typedef struct { int refcount; void *type; } Object;
typedef struct {
  Object base; void *init; int index; PyObject *copy;
  const char *name; const char *doc; int size; Method *methods; Slot *slots;
  void *traverse; void *clear; void *free;
} Definition;
extern int PyArg_ParseTuple(PyObject *, const char *, ...);
extern PyObject *PyLong_FromLong(long);
extern PyObject *PyModuleDef_Init(Definition *);
static PyObject *add(PyObject *module, PyObject *args) {
  int a, b;
  if (!PyArg_ParseTuple(args, "ii", &a, &b)) return 0;
  return PyLong_FromLong(a + b);
}
static Method methods[] = {{"add", add, 1, 0}, {0, 0, 0, 0}};
static Slot slots[] = {{0, 0}};
static Definition definition = {{1, 0}, 0, 0, 0, "tinyc", 0, 0, methods, slots, 0, 0, 0};
__attribute__((visibility("default"))) PyObject *PyInit_tinyc(void) { return PyModuleDef_Init(&definition); }
