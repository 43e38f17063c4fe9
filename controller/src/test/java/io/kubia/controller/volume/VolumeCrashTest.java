package io.kubia.controller.volume;

import static io.kubia.controller.volume.VolumeWorld.claim;
import static io.kubia.controller.volume.VolumeWorld.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Write;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control plane dies before and after each of its writes, and another one goes on. */
class VolumeCrashTest {
    private static final int MORE_THAN_THE_SCENARIO_WRITES = 100;

    /** Thrown at whoever writes. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Lets a number of writes be done while it is armed, and none after them. */
    private static final class CrashAt implements MemoryObjectStore.Faults {
        private final boolean isAfterWrite;
        private int left = Integer.MAX_VALUE;

        CrashAt(boolean isAfterWrite) {
            this.isAfterWrite = isAfterWrite;
        }

        void arm(int writes) {
            left = writes;
        }

        void disarm() {
            left = Integer.MAX_VALUE;
        }

        @Override
        public void before(Write write) {
            if (!isAfterWrite) {
                count();
            }
        }

        @Override
        public void after(Write write) {
            if (isAfterWrite) {
                count();
            }
        }

        private void count() {
            if (left != Integer.MAX_VALUE && left-- == 0) {
                throw new Crash();
            }
        }
    }

    @ParameterizedTest(name = "after the write: {0}")
    @ValueSource(booleans = {false, true})
    void whatWasBegunIsFinished(boolean isAfterWrite) {
        int crashes = 1;
        int all = 0;
        for (int writes = 0; crashes > 0; writes++) {
            assertThat(writes).isLessThan(MORE_THAN_THE_SCENARIO_WRITES);
            crashes = 0;
            var faults = new CrashAt(isAfterWrite);
            var world = new VolumeWorld(faults);
            world.contents.before(volume -> Invariants.mayBeRemoved(world, volume));
            world.withStandardClass();
            world.apply(volume("pv-a", "1Mi", "persistentVolumeReclaimPolicy: Recycle"));
            world.add(volume("pv-b", "2Mi", "claimRef: {namespace: default, name: second}"));
            world.add(claim("first", "1Mi", ""));
            world.add(claim("second", "1Mi", "storageClassName: ''"));
            world.add(claim("third", "1Gi", ""));
            crashes += crashOnce(world, faults, writes);
            assertThat(world.showVolumes().subList(0, 2)).containsExactly("pv-a Bound first", "pv-b Bound second");

            for (var name : List.of("first", "second", "third")) {
                world.registry.delete(Claim.key("default", name), io.kubia.controller.registry.DeleteOptions.DEFAULT);
            }
            crashes += crashOnce(world, faults, writes);
            assertThat(world.claims()).isEmpty();
            assertThat(world.showVolumes()).containsExactly("pv-a Available", "pv-b Released second");
            all += crashes;
        }
        assertThat(all).isGreaterThan(20);
    }

    private static int crashOnce(VolumeWorld world, CrashAt faults, int writes) {
        faults.arm(writes);
        int crashes = 0;
        try {
            world.settle();
        } catch (Crash e) {
            crashes = 1;
            faults.disarm();
            Invariants.always(world);
            world.restart();
            world.settle();
        }
        faults.disarm();
        Invariants.settled(world);
        return crashes;
    }
}
