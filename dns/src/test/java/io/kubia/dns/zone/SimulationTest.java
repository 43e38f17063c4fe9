package io.kubia.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.world.Oracle;
import io.kubia.dns.world.RandomChanges;
import io.kubia.dns.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A zone that has taken thousands of changes one by one is, after each of them, what one is that was made at once of what
 * there is in the end, and what a second, simple implementation says.
 */
class SimulationTest {
    private static final int CHANGES = 1_500;
    private static final int ORACLE_EVERY = 10;

    static Stream<Arguments> runs() {
        return LongStream.range(0, 4)
                .boxed()
                .flatMap(seed -> Stream.of(PodNames.values()).map(pods -> Arguments.of(seed, pods, seed % 2 == 1)));
    }

    @ParameterizedTest(name = "seed {0}, pods {1}, named by pod: {2}")
    @MethodSource("runs")
    void changesLeadWhereTheirSumDoes(long seed, PodNames pods, boolean namesByPod) throws Exception {
        var config = new ZoneConfig(
                DnsName.parse("cluster.local"), List.of(), Duration.ofSeconds(5), Duration.ZERO, pods, namesByPod);
        var random = new SplittableRandom(seed);
        var world = new World();
        var changes = new RandomChanges(random, world);
        var live = new LiveZone(config, World.CLOCK);
        live.apply(new Change.Synced());
        for (int i = 0; i < CHANGES; i++) {
            var before = live.now();
            var beforeRecords = i % ORACLE_EVERY == 0 ? records(before) : Map.<String, String>of();
            var batch = new ArrayList<Change>();
            for (int n = random.nextInt(8) == 0 ? random.nextInt(20) : 1; n > 0; n--) {
                var change = changes.next();
                boolean ofPods = change instanceof Change.PutPod
                        || change instanceof Change.RemovePod
                        || change instanceof Change.ReplacePods;
                // As sources do: pods are told of only where they are verified.
                if (!ofPods || pods == PodNames.VERIFIED) {
                    batch.add(change);
                }
            }
            boolean hasChanged = live.apply(batch);
            var now = live.now();
            var fresh = world.zone(config).now();
            assertThat(records(now)).as("after change %d: %s", i, batch).isEqualTo(records(fresh));
            assertThat(now.size()).as("after change %d: %s", i, batch).isEqualTo(fresh.size());
            assertThat(now != before).isEqualTo(hasChanged);
            assertThat(now.serial() - before.serial()).isEqualTo(hasChanged ? 1 : 0);
            if (i % ORACLE_EVERY == 0) {
                checkAgainst(new Oracle(world, config), now, i + ": " + batch);
                // Whoever still reads the old zone reads it as it was.
                assertThat(records(before)).isEqualTo(beforeRecords);
            }
        }
    }

    private static void checkAgainst(Oracle oracle, Zone zone, String when) {
        var names = new TreeMap<String, String>();
        zone.names().forEach(node -> names.put(text(node.name()), ""));
        assertThat(names.keySet())
                .as("names after change %s", when)
                .isEqualTo(oracle.names().stream()
                        .map(Name::toString)
                        .collect(Collectors.toCollection(java.util.TreeSet::new)));
        long expected = oracle.records().stream()
                .filter(record -> record.getType() == Type.A || record.getType() == Type.AAAA)
                .count();
        long found = 0;
        var counted = new ArrayList<NameNode>();
        zone.names().forEach(counted::add);
        for (var node : counted) {
            found += node.records(RecordType.A, zone).answers()
                    + node.records(RecordType.AAAA, zone).answers();
        }
        assertThat(found).as("addresses after change %s", when).isEqualTo(expected);
    }

    /** Each name's records of each type, as they stand in packets. */
    private static Map<String, String> records(Zone zone) {
        var records = new TreeMap<String, String>();
        zone.names().forEach(node -> {
            var all = new StringBuilder();
            for (int type : new int[] {
                RecordType.A, RecordType.AAAA, RecordType.SRV, RecordType.CNAME, Type.PTR, Type.TXT, Type.NS
            }) {
                var some = node.records(type, zone);
                all.append(type).append('/').append(some.answers()).append('+').append(some.additionals());
                all.append(HexFormat.of().formatHex(some.bytes())).append(' ');
            }
            records.put(text(node.name()), all.toString());
        });
        return records;
    }

    private static String text(byte[] wire) {
        return DnsName.ofWire(wire) + ".";
    }
}
