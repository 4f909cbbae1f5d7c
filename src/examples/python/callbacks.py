import asyncio

loop = asyncio.new_event_loop()


def kettle():
    print("the kettle is on")
    loop.call_later(3, whistle)
    loop.call_soon(toaster)


def toaster():
    print("the bread is in")
    loop.call_later(2, pop)


def pop():
    print("the toast is done")


def whistle():
    print("the tea is ready")
    loop.stop()


loop.call_soon(kettle)
loop.run_forever()
loop.close()
