package io.kubia.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.statefulset.SetReconcilers;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of lives of a set. {@code -Dkubia.simulation.seeds=N} runs more of them, {@code -Dkubia.simulation.seed=S} runs
 * one of them again. Even seeds are of ordered sets, odd ones of parallel ones.
 */
class ControlPlaneSimulationTest {
    private static final int SEEDS = 1500;
    private static final int SEEDS_FOR_MUTANTS = 400;

    static LongStream seeds() {
        var one = Long.getLong("kubia.simulation.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Long.getLong("kubia.simulation.seeds", SEEDS));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void allIsAsItMustBeAtEveryStepAndInTheEnd(long seed) {
        Simulation.run(seed, SetReconcilers.SOUND);
    }

    /** A simulation that finds nothing shows nothing, unless it finds what is there. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "SOUND")
    void findsWhatIsBroken(SetReconcilers broken) {
        var found = LongStream.range(0, SEEDS_FOR_MUTANTS)
                .mapToObj(seed -> complaint(seed, broken))
                .filter(complaint -> complaint.contains(expected(broken)))
                .findFirst();

        assertThat(found)
                .as("%s is found out by \"%s\"", broken, expected(broken))
                .isPresent();
    }

    private static String expected(SetReconcilers broken) {
        return switch (broken) {
            case SOUND -> throw new IllegalArgumentException("nothing is broken");
            case BLIND_TO_READINESS, BLIND_TO_STOPPING -> "was created while";
            case TWO_AT_ONCE -> "was stopped while";
            case CARELESS_WITH_CLAIMS -> "which no policy says";
            case FORGETFUL -> "was forgotten";
            case IMPATIENT -> "has two holders";
        };
    }

    /** The first line of what is told of a seed; empty when all was right. */
    private static String complaint(long seed, SetReconcilers broken) {
        try {
            Simulation.run(seed, broken);
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
    }
}
