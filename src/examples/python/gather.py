import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city, "answers")
    return f"{city} after {seconds} s"


def start(city, seconds):
    answer = ask(city, seconds)
    return asyncio.create_task(answer, name=city)


async def main():
    answers = await asyncio.gather(
        start("Oslo", 1.5),
        start("Lima", 0.4),
        start("Rome", 0.9),
    )
    print(", ".join(answers))


asyncio.run(main())
