# Native CPython's arm: the text of run_pytest.py comes before this one.
if __name__ == "__main__":
    import json

    # A line of its own: pytest writes to the same output.
    def _say(test, outcome, _output=os.dup(1)):
        os.write(_output, f"\n{json.dumps({'test': test, 'outcome': outcome}, separators=(',', ':'))}\n".encode())

    *names, done = sys.argv[1:]
    main(*names, json.loads(done), _say)
    _say("", "ended")
