import asyncio


async def add_up(reader, writer):
    text = await reader.read()
    numbers = [int(word) for word in text.split()]
    print("server has all of", numbers)
    writer.write(str(sum(numbers)).encode())
    writer.close()


async def main():
    server = await asyncio.start_server(
        add_up, "127.0.0.1", 7000
    )
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", 7000
    )
    for number in 3, 4, 5:
        writer.write(f"{number} ".encode())
        await asyncio.sleep(0.2)
    writer.write_eof()
    print("the sum is", await reader.read())
    writer.close()
    server.close()


asyncio.run(main())
