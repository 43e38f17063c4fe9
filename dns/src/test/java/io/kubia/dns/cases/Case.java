package io.kubia.dns.cases;

import static java.util.Objects.requireNonNull;

import io.kubia.dns.cases.CaseFile.Cluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A question and what is to be answered.
 *
 * @param place where it stands: file and line
 * @param options words such as {@code tcp}
 * @param flags those of {@code aa tc ra ad} that are set, in order
 * @param sections answer, authority and additional, each sorted, without the OPT record
 * @param forward type and name that another server is to be asked for; null for none
 */
record Case(
        String place,
        Cluster cluster,
        String type,
        String name,
        List<String> options,
        String rcode,
        List<String> flags,
        List<List<String>> sections,
        @Nullable String forward) {

    boolean has(String option) {
        return options.contains(option);
    }

    /** The value of an option such as {@code bufsize=512}. */
    String option(String name, String otherwise) {
        return options.stream()
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }

    @Override
    public String toString() {
        return place + " " + type + " " + name + (options.isEmpty() ? "" : " " + String.join(" ", options));
    }

    /** Takes a case line by line. */
    static final class Builder {
        private final String place;
        private final Cluster cluster;
        private final List<String> question;
        private final List<List<String>> sections = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        private List<String> section = sections.getFirst();
        private @Nullable String rcode;
        private List<String> flags = List.of();
        private @Nullable String forward;

        Builder(String place, Cluster cluster, String question) {
            this.place = place;
            this.cluster = cluster;
            this.question = Arrays.asList(question.split("\\s+"));
        }

        void line(String line) {
            if (rcode == null) {
                var words = Arrays.asList(line.split("\\s+"));
                rcode = words.getFirst();
                flags = List.copyOf(new TreeSet<>(words.subList(1, words.size())));
            } else if (line.startsWith("forward ")) {
                forward = line.substring("forward ".length());
            } else if (line.equals("authority")) {
                section = sections.get(1);
            } else if (line.equals("additional")) {
                section = sections.get(2);
            } else {
                section.add(record(line.equals("soa") ? soa() : line));
            }
        }

        /** The whole of an answer that has nothing but the SOA record. */
        void nothing(String code) {
            line(code);
            line("authority");
            line("soa");
        }

        Case build() {
            sections.forEach(some -> some.sort(null));
            return new Case(
                    place,
                    cluster,
                    question.get(0),
                    question.get(1),
                    question.subList(2, question.size()),
                    requireNonNull(rcode, place),
                    flags,
                    sections,
                    forward);
        }

        private String soa() {
            var zone = cluster.zone().name();
            long ttl = cluster.zone().negativeTtl().toSeconds();
            return "%s. %d IN SOA ns.dns.%s. hostmaster.%s. 1000 7200 1800 86400 %d"
                    .formatted(zone, ttl, zone, zone, ttl);
        }

        private static String record(String line) {
            try (var master =
                    new Master(new ByteArrayInputStream(line.getBytes(StandardCharsets.US_ASCII)), Name.root)) {
                Record record = master.nextRecord();
                return requireNonNull(record, line).toString();
            } catch (IOException e) {
                throw new IllegalArgumentException(line, e);
            }
        }
    }
}
