package io.kubia.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What clients of one volume were promised, and whether what is read keeps it. A life is the time from one start of the
 * node to its end. After every answer and every restart:
 *
 * <ol>
 *   <li>Nothing acknowledged is lost: a read has a sequence at least as high as any acknowledged before it was sent, in
 *       this life or an earlier one.
 *   <li>One sequence is one state: whatever was acknowledged or read with a sequence, byte for byte the same data comes
 *       with it ever after.
 *   <li>Nothing is torn or made up: data read with a sequence that nobody was told is, byte for byte, one of the writes
 *       that were under way and unanswered, in this life or when the last one ended.
 *   <li>No ghosts: a write that was under way when a life ended and was not there when the next began never appears.
 *   <li>Sequences never repeat and never go back: every acknowledged one is new, higher than the one that its life
 *       began with, and higher than the one before it of the same client.
 * </ol>
 */
final class Ledger {
    /** A write that was begun: of {@code data}, a digest or {@link Reading#NONE} for a delete. */
    record Attempt(int client, int number, String data) {}

    /** A volume begins empty. */
    private final Map<Long, String> dataOf = new HashMap<>(Map.of(0L, Reading.NONE));

    private final Set<Long> acknowledged = new HashSet<>();
    private final Set<Attempt> underWay = new HashSet<>();
    private final Map<Integer, Long> lastOfClient = new HashMap<>();
    private long highest;
    private long began;
    private int inThisLife;

    synchronized Attempt begin(int client, int number, String data) {
        var attempt = new Attempt(client, number, data);
        underWay.add(attempt);
        return attempt;
    }

    synchronized void acknowledged(Attempt attempt, long sequence) {
        assertThat(underWay.remove(attempt)).as("begun: %s", attempt).isTrue();
        assertThat(sequence)
                .as("%s: higher than what its life began with", attempt)
                .isGreaterThan(began);
        assertThat(acknowledged.add(sequence))
                .as("%s: sequence %d is new", attempt, sequence)
                .isTrue();
        assertThat(lastOfClient.getOrDefault(attempt.client(), 0L))
                .as("%s: the client's last", attempt)
                .isLessThan(sequence);
        agree(sequence, attempt.data());
        lastOfClient.put(attempt.client(), sequence);
        highest = Math.max(highest, sequence);
        inThisLife++;
    }

    /** A read of a living node, sent when {@link #highest} was {@code floor}. */
    synchronized void read(Reading reading, long floor) {
        if (reading.sequence().isEmpty()) {
            assertThat(reading.data()).as("read without a sequence").isEqualTo(Reading.NONE);
            assertThat(floor).as("acknowledged before it was read").isZero();
            return;
        }
        long sequence = reading.sequence().getAsLong();
        assertThat(sequence).as("nothing acknowledged is lost").isGreaterThanOrEqualTo(floor);
        if (!dataOf.containsKey(sequence)) {
            assertThat(underWay)
                    .as("what is read with sequence %d was being written", sequence)
                    .anyMatch(attempt -> attempt.data().equals(reading.data()));
        }
        agree(sequence, reading.data());
    }

    /** The first read after a restart: what was under way before it now is there or never will be. */
    synchronized void restarted(Reading reading) {
        read(reading, highest);
        underWay.clear();
        began = reading.sequence().orElse(0);
        highest = began;
        inThisLife = 0;
    }

    private void agree(long sequence, String data) {
        var before = dataOf.putIfAbsent(sequence, data);
        if (before != null) {
            assertThat(data).as("data of sequence %d", sequence).isEqualTo(before);
        }
    }

    synchronized long highest() {
        return highest;
    }

    synchronized int acknowledgedInThisLife() {
        return inThisLife;
    }

    synchronized int acknowledgedInAll() {
        return acknowledged.size();
    }
}
