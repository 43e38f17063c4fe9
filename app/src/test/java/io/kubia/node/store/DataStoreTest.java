package io.kubia.node.store;

import static io.kubia.node.store.StoreFixture.ALWAYS;
import static io.kubia.node.store.StoreFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.node.store.WriteOutcome.Committed;
import io.kubia.node.store.WriteOutcome.Failed;
import io.kubia.node.store.WriteOutcome.Kind;
import io.kubia.node.store.WriteOutcome.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataStoreTest {
    @TempDir
    Path directory;

    @Test
    void newVolumeHoldsNothing() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            assertThat(fixture.store.current().sequence()).isZero();
            assertThat(fixture.store.current().content()).isEqualTo(Body.Nothing.INSTANCE);
        }
    }

    @Test
    void whatWasStoredIsThereAfterARestart() throws Exception {
        Version stored;
        try (var fixture = new StoreFixture(directory)) {
            fixture.put("first");
            stored = fixture.put("zwölf");
            assertThat(fixture.store.current()).isEqualTo(stored);
        }
        try (var fixture = new StoreFixture(directory)) {
            assertThat(fixture.data()).isEqualTo(utf8("zwölf"));
            var found = fixture.store.current();
            assertThat(found.etag()).isEqualTo(stored.etag());
            assertThat(found.sequence()).isEqualTo(2);
            assertThat(found.time()).isEqualTo(StoreFixture.NOW);
            assertThat(found.contentType()).isEqualTo("text/plain");
            assertThat(found.text()).isTrue();
        }
    }

    @Test
    void sequenceGoesOnAfterDeleteAndRestart() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            fixture.put("data");
            assertThat(fixture.delete().sequence()).isEqualTo(2);
        }
        try (var fixture = new StoreFixture(directory)) {
            assertThat(fixture.store.current().content()).isEqualTo(Body.Nothing.INSTANCE);
            assertThat(fixture.put("again").sequence()).isEqualTo(3);
        }
    }

    @Test
    void volumesNeverShareAnEtag(@TempDir Path other) throws Exception {
        try (var one = new StoreFixture(directory);
                var two = new StoreFixture(other)) {
            assertThat(one.put("x").etag()).isNotEqualTo(two.put("x").etag());
        }
    }

    @Test
    void conditionIsHeldAgainstTheNewestVersion() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            var first = fixture.put("first");
            var second = fixture.put("second");

            var late = fixture.put(utf8("late"), version -> version.etag().equals(first.etag()));
            assertThat(late).isEqualTo(new Refused(second));
            assertThat(fixture.put(utf8("third"), version -> version.etag().equals(second.etag())))
                    .isInstanceOf(Committed.class);
            assertThat(fixture.data()).isEqualTo(utf8("third"));
        }
    }

    @Test
    void ofWritersWithTheSameConditionExactlyOneWins() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            var seen = fixture.put("seen").etag();
            var outcomes = new ArrayList<CompletableFuture<WriteOutcome>>();
            for (int i = 0; i < 50; i++) {
                var outcome = new CompletableFuture<WriteOutcome>();
                outcomes.add(outcome);
                fixture.store.put(
                        utf8("writer " + i), null, version -> version.etag().equals(seen), outcome::complete);
            }
            assertThat(outcomes.stream().map(StoreFixture::get).filter(Committed.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void waitingWritesShareAnFsync() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            var writerBusy = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            fixture.store.put(utf8("first"), null, ALWAYS, _ -> {
                writerBusy.countDown();
                awaitLatch(release);
            });
            awaitLatch(writerBusy);
            var outcomes = new ArrayList<CompletableFuture<WriteOutcome>>();
            for (int i = 0; i < 100; i++) {
                var outcome = new CompletableFuture<WriteOutcome>();
                outcomes.add(outcome);
                fixture.store.put(utf8("waiting " + i), null, ALWAYS, outcome::complete);
            }
            release.countDown();

            var sequences = new HashSet<Long>();
            outcomes.forEach(outcome -> sequences.add(
                    ((Committed) StoreFixture.get(outcome)).version().sequence()));
            assertThat(sequences).hasSize(100);
            assertThat(fixture.data()).isEqualTo(utf8("waiting 99"));
            assertThat(fixture.metrics.render())
                    .contains("kubia_store_commits_total 2\n")
                    .contains("kubia_store_writes_total 101\n");
        }
    }

    @Test
    void largeDataIsStoredInChunksAndReadBack() throws Exception {
        var chunks = randomChunks(5, 70_000);
        Version stored;
        try (var fixture = new StoreFixture(directory)) {
            stored = fixture.upload(chunks);
            assertThat(stored.length()).isEqualTo(350_000);
            assertThat(fixture.data()).isEqualTo(concat(chunks));
        }
        try (var fixture = new StoreFixture(directory)) {
            assertThat(fixture.store.current().etag()).isEqualTo(stored.etag());
            assertThat(fixture.store.current().text()).isFalse();
            assertThat(fixture.data()).isEqualTo(concat(chunks));
        }
    }

    @Test
    void overtakenDataStaysReadableUntilItsReaderIsDone() throws Exception {
        var chunks = randomChunks(3, 50_000);
        try (var fixture = new StoreFixture(directory)) {
            var old = (Body.Chunked) fixture.upload(chunks).content();
            var reader = fixture.store.read(old);
            assertThat(reader).isNotNull();
            fixture.upload(randomChunks(2, 50_000));
            fixture.put("small");

            assertThat(StoreFixture.readAll(reader)).isEqualTo(concat(chunks));
            reader.close();
            assertThat(fixture.store.read(old)).isNull();
        }
    }

    @Test
    void uploadThatIsNotCommittedLeavesNothing() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            fixture.put("kept");
            var upload = fixture.store.upload(null);
            StoreFixture.await(done -> upload.append(new byte[100_000], done));
            // The store ends before the upload does, as in a crash.
        }
        try (var fixture = new StoreFixture(directory)) {
            assertThat(fixture.data()).isEqualTo(utf8("kept"));
            var chunks = randomChunks(1, 20_000);
            fixture.upload(chunks);
            assertThat(fixture.data()).isEqualTo(concat(chunks));
        }
    }

    @Test
    void refusedUploadIsForgotten() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            fixture.put("kept");
            var upload = fixture.store.upload(null);
            StoreFixture.await(done -> upload.append(new byte[100_000], done));
            assertThat(StoreFixture.await(done -> upload.commit(_ -> false, done)))
                    .isInstanceOf(Refused.class);
            assertThat(fixture.data()).isEqualTo(utf8("kept"));
        }
    }

    @Test
    void takenVolumeNamesItsHolder() throws Exception {
        try (var _ = new StoreFixture(directory)) {
            assertThatThrownBy(() -> new StoreFixture(directory))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(directory.toString());
        }
        new StoreFixture(directory).close();
    }

    @Test
    void writesAfterCloseAreRefused() throws Exception {
        var fixture = new StoreFixture(directory);
        fixture.close();
        var outcome = fixture.put(utf8("late"), ALWAYS);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void whatWasAcceptedBeforeCloseIsAnswered() throws Exception {
        var fixture = new StoreFixture(directory);
        var last = new AtomicReference<WriteOutcome>();
        for (int i = 0; i < 200; i++) {
            fixture.store.put(utf8("write " + i), null, ALWAYS, last::set);
        }
        fixture.close();
        assertThat(last.get())
                .isInstanceOfSatisfying(
                        Committed.class,
                        committed -> assertThat(committed.version().sequence()).isEqualTo(200));
    }

    private static byte[][] randomChunks(int count, int length) {
        var random = new SplittableRandom(count * 31L + length);
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    var chunk = new byte[length];
                    random.nextBytes(chunk);
                    return chunk;
                })
                .toArray(byte[][]::new);
    }

    private static byte[] concat(byte[]... chunks) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        for (var chunk : List.of(chunks)) {
            bytes.write(chunk);
        }
        return bytes.toByteArray();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
