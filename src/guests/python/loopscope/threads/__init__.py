"""Threads in virtual time, without a second real thread.

`scheduler` has the idea and the agenda, `blocking` lets time pass. `start`, `locks`, `queue` and `executor`
replace the halves of `threading`, `queue` and `concurrent.futures` that would call the operating system.
"""
