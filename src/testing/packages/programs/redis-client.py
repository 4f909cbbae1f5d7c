import asyncio
import redis.asyncio as redis

store = {}

async def serve(reader, writer):
    while (line := await reader.readline()):
        words = []
        for _ in range(int(line[1:])):
            size = int((await reader.readline())[1:])
            words.append((await reader.readexactly(size + 2))[:-2].decode())
        match words:
            case ["SET", key, value]:
                store[key] = value
                writer.write(b"+OK\r\n")
            case ["GET", key] if key in store:
                writer.write(b"$%d\r\n%s\r\n" % (len(store[key]), store[key].encode()))
            case ["GET", key]:
                writer.write(b"$-1\r\n")
            case ["CLIENT", *_]:
                writer.write(b"+OK\r\n")
            case [command, *_]:
                writer.write(b"-ERR unknown command '%s'\r\n" % command.encode())
    writer.close()

async def main():
    server = await asyncio.start_server(serve, "localhost", 6379)
    async with redis.Redis(decode_responses=True) as client:
        print(await client.set("name", "Ada"))
        print(await client.get("name"), await client.get("nothing"))
        try:
            await client.lpush("line", 1)
        except redis.ResponseError as error:
            print(error)
    server.close()
    await asyncio.sleep(0.1)
    try:
        await redis.Redis(port=6380).ping()
    except redis.ConnectionError as error:
        print(type(error).__name__)

asyncio.run(main())
