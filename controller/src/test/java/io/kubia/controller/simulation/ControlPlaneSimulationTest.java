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
    private static final int SEEDS = 2000;
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

    /** A simulation that finds nothing shows nothing unless it finds what is there. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "SOUND")
    void findsWhatIsBroken(SetReconcilers broken) {
        var found = LongStream.range(0, SEEDS_FOR_MUTANTS)
                .mapToObj(seed -> complaint(seed, broken))
                .filter(complaint -> !complaint.isEmpty())
                .findFirst();

        assertThat(found).as("%s is not found out", broken).isPresent();
    }

    private static String complaint(long seed, SetReconcilers broken) {
        try {
            Simulation.run(seed, broken);
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
