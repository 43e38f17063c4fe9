package io.kubia.node.store;

import io.kubia.node.store.WriteOutcome.Committed;
import io.kubia.role.metrics.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A store on a directory of the test's, with calls that wait for their answer. */
final class StoreFixture implements AutoCloseable {
    static final Predicate<Version> ALWAYS = _ -> true;
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

    final Metrics metrics = new Metrics();
    final DataStore store;

    StoreFixture(Path directory) throws StoreException {
        store = DataStore.open(StoreConfig.of(directory), InstantSource.fixed(NOW), metrics);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    WriteOutcome put(byte[] body, Predicate<Version> condition) {
        return await(done -> store.put(body, "text/plain", condition, done));
    }

    Version put(String body) {
        return ((Committed) put(utf8(body), ALWAYS)).version();
    }

    Version delete() {
        return ((Committed) await(done -> store.delete(ALWAYS, done))).version();
    }

    Version upload(byte[]... chunks) {
        var upload = store.upload("application/octet-stream");
        for (var chunk : chunks) {
            await(done -> upload.append(chunk.clone(), done));
        }
        return ((Committed) await(done -> upload.commit(ALWAYS, done))).version();
    }

    /** The data of the newest version. */
    byte[] data() throws IOException {
        return switch (store.current().content()) {
            case Body.Nothing _ -> new byte[0];
            case Body.Inline(var bytes) -> bytes.clone();
            case Body.Chunked chunked -> {
                var reader = store.read(chunked);
                if (reader == null) {
                    throw new IOException("overtaken");
                }
                try (reader) {
                    yield readAll(reader);
                }
            }
        };
    }

    static byte[] readAll(ChunkReader reader) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (reader.hasNext()) {
            var chunk = new CompletableFuture<byte[]>();
            reader.next(new ChunkReader.Sink() {
                @Override
                public void chunk(byte[] read) {
                    chunk.complete(read);
                }

                @Override
                public void failed(IOException e) {
                    chunk.completeExceptionally(e);
                }
            });
            bytes.write(get(chunk));
        }
        return bytes.toByteArray();
    }

    static WriteOutcome await(Consumer<Consumer<WriteOutcome>> write) {
        var outcome = new CompletableFuture<WriteOutcome>();
        write.accept(outcome::complete);
        return get(outcome);
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
