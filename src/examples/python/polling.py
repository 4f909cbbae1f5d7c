import asyncio

mailbox = []


def postman():
    print("the post is here")
    mailbox.append("a letter")


def look(loop, found):
    if mailbox:
        found.set_result(mailbox.pop())
    else:
        print("nothing yet")
        loop.call_later(0.5, look, loop, found)


async def main():
    loop = asyncio.get_running_loop()
    found = loop.create_future()
    loop.call_later(1.1, postman)
    look(loop, found)
    print("read", await found)


asyncio.run(main())
