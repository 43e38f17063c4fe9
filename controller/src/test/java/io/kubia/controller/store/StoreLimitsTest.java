package io.kubia.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoreLimitsTest {
    @Test
    void defaults() {
        assertThat(StoreLimits.DEFAULT)
                .isEqualTo(new StoreLimits(1_572_864, 100_000, 268_435_456, 10_000, 16_777_216, 10_000));
    }

    @Test
    void eachIsPositive() {
        assertThatThrownBy(() -> new StoreLimits(0, 1, 1, 1, 1, 1)).hasMessage("objectBytes: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new StoreLimits(1, 0, 1, 1, 1, 1)).hasMessage("objects: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new StoreLimits(1, 1, 0, 1, 1, 1)).hasMessage("bytes: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new StoreLimits(1, 1, 1, 0, 1, 1)).hasMessage("historyChanges: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new StoreLimits(1, 1, 1, 1, 0, 1)).hasMessage("historyBytes: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new StoreLimits(1, 1, 1, 1, 1, 0)).hasMessage("queuedWrites: 0 (expected: >= 1)");
    }
}
