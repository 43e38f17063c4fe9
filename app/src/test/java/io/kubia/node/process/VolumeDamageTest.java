package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of a volume is damaged in turn, in several ways, after a clean stop and after a SIGKILL. A node that is
 * started on it either refuses, saying what is damaged and what to do, and changes nothing; or serves exactly what was
 * acknowledged last. Never anything older, never anything torn.
 *
 * <p>{@code -Dkubia.damage.all=true} adds files that are emptied or gone to those that are changed or cut.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeDamageTest {
    private static final List<Way> WAYS =
            Boolean.getBoolean("kubia.damage.all") ? List.of(Way.values()) : List.of(Way.FLIPPED_BYTES, Way.HALVED);

    private final Map<End, Reading> newest = new EnumMap<>(End.class);

    private Path directory = Path.of("");
    private final List<Damage> damages = new ArrayList<>();

    enum Way {
        FLIPPED_BYTES,
        HALVED,
        EMPTIED,
        REMOVED
    }

    enum End {
        STOPPED,
        KILLED
    }

    /** One file of a volume, and what is done to it. */
    record Damage(End end, Path file, Way way) {
        @Override
        public String toString() {
            return "%s, %s %s".formatted(end, file, way).replace('_', ' ').toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    void makeVolumes(@TempDir Path volumes) throws IOException {
        directory = volumes;
        for (var end : End.values()) {
            try (var node = NodeProcess.start(volume(end))) {
                node.post(new byte[500_000]);
                node.post("older".getBytes(UTF_8));
                node.post(newestOf(end));
                newest.put(end, Reading.of(node.get("/data")));
                if (end == End.KILLED) {
                    node.kill();
                } else {
                    node.terminate();
                    assertThat(node.awaitExit(NodeProcess.DEADLINE)).isZero();
                }
            }
            for (var file : files(volume(end))) {
                for (var way : WAYS) {
                    damages.add(new Damage(end, volume(end).relativize(file), way));
                }
            }
        }
    }

    List<Damage> damages() {
        return damages;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void refusesOrServesWhatWasAcknowledgedLast(Damage damage, @TempDir Path scratch) throws IOException {
        var copy = scratch.resolve("volume");
        copy(volume(damage.end()), copy);
        inflict(damage, copy);
        var before = contents(copy);
        try (var node = NodeProcess.launch(NodeSetup.on(copy))) {
            Await.until("ready or refused", NodeProcess.DEADLINE, () -> !node.alive() || node.isReady());
            if (node.alive()) {
                assertThat(Reading.of(node.get("/data"))).isEqualTo(newest.get(damage.end()));
            } else {
                assertThat(node.awaitExit(NodeProcess.DEADLINE)).isEqualTo(1);
                assertThat(node.errors()).contains(copy.toString()).containsIgnoringCase("damaged");
                assertThat(node.faults()).isEmpty();
                assertThat(contents(copy))
                        .as("the files of a volume that was refused")
                        .isEqualTo(before);
            }
        }
    }

    /** Small, in one record; and large, in chunks of its own. */
    private static byte[] newestOf(End end) {
        var bytes = new byte[end == End.STOPPED ? 30 : 200_000];
        new SplittableRandom(bytes.length).nextBytes(bytes);
        return bytes;
    }

    private Path volume(End end) {
        return directory.resolve(end.name());
    }

    private static void inflict(Damage damage, Path volume) throws IOException {
        var file = volume.resolve(damage.file());
        var bytes = Files.readAllBytes(file);
        switch (damage.way()) {
            case FLIPPED_BYTES -> Files.write(file, flipped(bytes, damage.file().hashCode()));
            case HALVED -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case EMPTIED -> Files.write(file, new byte[0]);
            case REMOVED -> Files.delete(file);
        }
    }

    /** A few bytes in the last part of the file, where the newest of its contents are. */
    private static byte[] flipped(byte[] bytes, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 4 && bytes.length > 0; i++) {
            int tail = Math.min(bytes.length, 200);
            bytes[bytes.length - 1 - random.nextInt(tail)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (var file : files(from)) {
            var target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static List<Path> files(Path volume) {
        try (var all = Files.walk(volume)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Digests by file name; without the lock, in which whoever comes signs. */
    private static Map<String, String> contents(Path volume) throws IOException {
        var contents = new TreeMap<String, String>();
        for (var file : files(volume)) {
            var name = volume.relativize(file).toString();
            if (!name.equals("kubia.lock")) {
                contents.put(name, Reading.digest(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
