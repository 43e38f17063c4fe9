package io.kubia.dns.cases;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.world.World;
import io.kubia.dns.world.WorldText;
import io.kubia.dns.zone.PodNames;
import io.kubia.dns.zone.ZoneConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a file of cases. */
final class CaseFile {
    private final Path path;
    private final List<Case> cases = new ArrayList<>();
    private WorldText objects = new WorldText();
    private ZoneConfig zone = ZoneConfig.defaults(DnsName.parse("cluster.local"));
    private AnswerConfig answer = answerConfig(Optional.empty());
    private boolean isSynced = true;
    private boolean inWorld;
    private @Nullable Cluster cluster;
    private Case.@Nullable Builder current;
    private int lineNumber;

    private CaseFile(Path path) {
        this.path = path;
    }

    /** A cluster that questions are asked of. */
    record Cluster(World world, ZoneConfig zone, AnswerConfig answer, boolean isSynced) {}

    static List<Case> read(Path path) {
        try {
            var file = new CaseFile(path);
            for (var line : Files.readAllLines(path)) {
                file.lineNumber++;
                file.readLine(line);
            }
            file.endCase();
            return file.cases;
        } catch (IOException e) {
            throw new IllegalStateException("reading " + path, e);
        }
    }

    private void readLine(String line) {
        var text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        try {
            readText(text);
        } catch (RuntimeException e) {
            throw new IllegalStateException(path.getFileName() + ":" + lineNumber + ": " + text, e);
        }
    }

    private void readText(String text) {
        var words = text.split("\\s+", 2);
        var rest = words.length == 2 ? words[1] : "";
        switch (words[0]) {
            case "world" -> {
                endCase();
                objects = new WorldText();
                zone = ZoneConfig.defaults(DnsName.parse("cluster.local"));
                answer = answerConfig(Optional.empty());
                isSynced = true;
                cluster = null;
                inWorld = true;
            }
            case "zone", "name-server", "ttl", "negative-ttl", "pods", "endpoint-pod-names", "version", "not-synced" ->
                configure(words[0], rest);
            case "ask" -> begin(rest);
            case "nxdomain" -> begin(rest).nothing("NXDOMAIN aa");
            case "nodata" -> begin(rest).nothing("NOERROR aa");
            default -> {
                if (!inWorld) {
                    builder().line(text);
                } else if (!objects.read(text)) {
                    throw new IllegalArgumentException("neither an object nor a setting");
                }
            }
        }
    }

    private Case.Builder begin(String question) {
        endCase();
        inWorld = false;
        if (cluster == null) {
            cluster = new Cluster(objects.world(), zone, answer, isSynced);
        }
        current = new Case.Builder(path.getFileName() + ":" + lineNumber, cluster, question);
        return current;
    }

    private void configure(String setting, String value) {
        if (!inWorld) {
            throw new IllegalArgumentException("not within a world");
        }
        switch (setting) {
            case "zone" -> zone = ZoneConfig.defaults(DnsName.parse(value));
            case "name-server" ->
                zone = with(
                        Arrays.stream(value.split("\\s+")).map(Address::parse).toList());
            case "ttl" -> zone = with(seconds(value), zone.negativeTtl());
            case "negative-ttl" -> zone = with(zone.ttl(), seconds(value));
            case "pods" -> zone = with(PodNames.valueOf(value.toUpperCase(Locale.ROOT)), zone.namesEndpointsByPod());
            case "endpoint-pod-names" -> zone = with(zone.pods(), true);
            case "version" -> answer = answerConfig(Optional.of(value));
            default -> isSynced = false;
        }
    }

    private ZoneConfig with(List<Address> nameServers) {
        return new ZoneConfig(
                zone.name(), nameServers, zone.ttl(), zone.negativeTtl(), zone.pods(), zone.namesEndpointsByPod());
    }

    private ZoneConfig with(Duration ttl, Duration negativeTtl) {
        return new ZoneConfig(
                zone.name(), zone.nameServers(), ttl, negativeTtl, zone.pods(), zone.namesEndpointsByPod());
    }

    private ZoneConfig with(PodNames pods, boolean byPod) {
        return new ZoneConfig(zone.name(), zone.nameServers(), zone.ttl(), zone.negativeTtl(), pods, byPod);
    }

    /** In the order of the zone, so that cases can be read. */
    private static AnswerConfig answerConfig(Optional<String> version) {
        return new AnswerConfig(AnswerConfig.SAFE_UDP_PAYLOAD, version, Optional.empty(), false);
    }

    private static Duration seconds(String value) {
        return Duration.ofSeconds(Long.parseLong(value));
    }

    private Case.Builder builder() {
        if (current == null) {
            throw new IllegalArgumentException("before the first question");
        }
        return current;
    }

    private void endCase() {
        if (current != null) {
            cases.add(current.build());
            current = null;
        }
    }
}
