package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodNameTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "kubia-0, kubia, 0",
        "kubia-10, kubia, 10",
        "kubia-web-3, kubia-web, 3",
        "kubia-1-2, kubia-1, 2",
        "a-999999999, a, 999999999",
        "kubia--1, kubia-, 1"
    })
    void readsWhatSetsGive(String name, String set, int ordinal) {
        assertThat(PodName.parse(name)).contains(new PodName(set, ordinal));
        assertThat(new PodName(set, ordinal)).hasToString(name);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "kubia",
                "kubia-",
                "kubia-x",
                "kubia0",
                "-0",
                "7",
                "kubia-01",
                "kubia-00",
                "kubia-9999999999",
                "a-1b"
            })
    void otherNamesAreNoSets(String name) {
        assertThat(PodName.parse(name)).isEmpty();
    }
}
