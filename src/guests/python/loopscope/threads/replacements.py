"""What a thread calls in place of functions of C, by their kind. The modules that define these fill the
tables once an interpreter; `variants` looks here."""

# In place of functions and classes.
FUNCTIONS = {}
# In place of iterators of C that call a function for each item, or read others, where a loop of the caller
# reads them.
ITERATORS = {}
# In place of methods, by class and name: a coroutine function that takes the method first.
METHODS = {}
# By the type of an object that is called, a function that gives what a thread calls in its place.
KINDS = {}
