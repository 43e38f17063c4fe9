package io.kubia.node.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The judge is judged first: each way of breaking a promise is noticed. */
class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void whatWasAcknowledgedOrUnderWayMayBeRead() {
        acknowledge(1, 1, "a", 1);
        ledger.begin(2, 1, "b");
        assertThatCode(() -> {
                    ledger.read(reading("a", 1), 1);
                    ledger.read(reading("b", 2), 1);
                    ledger.restarted(reading("b", 2));
                    acknowledge(1, 2, "c", 3);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aLostWriteIsNoticed() {
        acknowledge(1, 1, "a", 1);
        acknowledge(1, 2, "b", 2);
        assertThatThrownBy(() -> ledger.restarted(reading("a", 1)))
                .hasMessageContaining("nothing acknowledged is lost");
        assertThatThrownBy(() -> ledger.restarted(new Reading(Reading.NONE, OptionalLong.empty(), "")))
                .hasMessageContaining("acknowledged before it was read");
    }

    @Test
    void otherDataUnderAnAcknowledgedSequenceIsNoticed() {
        acknowledge(1, 1, "a", 1);
        assertThatThrownBy(() -> ledger.restarted(reading("torn", 1))).hasMessageContaining("data of sequence 1");
    }

    @Test
    void dataThatNobodyWroteIsNoticed() {
        acknowledge(1, 1, "a", 1);
        ledger.begin(1, 2, "b");
        assertThatThrownBy(() -> ledger.restarted(reading("torn", 2))).hasMessageContaining("was being written");
    }

    @Test
    void aGhostIsNoticed() {
        acknowledge(1, 1, "a", 1);
        ledger.begin(1, 2, "ghost");
        ledger.restarted(reading("a", 1));
        assertThatThrownBy(() -> ledger.read(reading("ghost", 2), 1)).hasMessageContaining("was being written");
    }

    @Test
    void aSequenceThatComesAgainIsNoticed() {
        acknowledge(1, 1, "a", 5);
        assertThatThrownBy(() -> acknowledge(2, 1, "a", 5)).hasMessageContaining("is new");
        ledger.restarted(reading("a", 5));
        assertThatThrownBy(() -> acknowledge(3, 1, "a", 4)).hasMessageContaining("began with");
    }

    @Test
    void aClientWhoseSequencesGoBackIsNoticed() {
        acknowledge(1, 1, "a", 5);
        assertThatThrownBy(() -> acknowledge(1, 2, "b", 4)).hasMessageContaining("the client's last");
    }

    private void acknowledge(int client, int number, String data, long sequence) {
        ledger.acknowledged(ledger.begin(client, number, data), sequence);
    }

    private static Reading reading(String data, long sequence) {
        return new Reading(data, OptionalLong.of(sequence), "");
    }
}
