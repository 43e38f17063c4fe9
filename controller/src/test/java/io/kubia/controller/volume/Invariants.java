package io.kubia.controller.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;

/** What must be true of claims and volumes, always or once nothing is left to be done. */
final class Invariants {
    private Invariants() {}

    /** After every single write. */
    static void always(VolumeWorld world) {
        var holders = new HashMap<String, String>();
        for (var claim : world.claims()) {
            if (claim.isBindCompleted() && !claim.phase().equals("Lost")) {
                var other = holders.put(claim.volumeName(), claim.object().name());
                assertThat(other)
                        .as("%s and %s have %s", claim.object().name(), other, claim.volumeName())
                        .isNull();
            }
            if (claim.phase().equals("Bound")) {
                assertThat(claim.volumeName()).as("%s", claim.object()).isNotEmpty();
            }
        }
    }

    /** Before the content of a volume is removed. */
    static void mayBeRemoved(VolumeWorld world, String volume) {
        for (var claim : world.claims()) {
            boolean isOwner =
                    world.volumes().stream().anyMatch(found -> found.name().equals(volume) && found.isFor(claim));
            assertThat(claim.volumeName().equals(volume) && isOwner)
                    .as("%s is removed, and %s has it", volume, claim.object().name())
                    .isFalse();
        }
    }

    /** Once nothing is left to be done. */
    static void settled(VolumeWorld world) {
        always(world);
        for (var claim : world.claims()) {
            var name = claim.object().name();
            if (claim.phase().equals("Bound")) {
                var volume = Volume.of(world.volume(claim.volumeName()));
                assertThat(volume.isFor(claim))
                        .as("%s is for %s", volume.object(), name)
                        .isTrue();
                assertThat(volume.phase()).as("%s", volume.object()).isEqualTo("Bound");
            } else if (claim.isWaiting()) {
                assertThat(claim.phase()).as("%s", claim.object()).isEqualTo("Pending");
                assertThat(world.volumes())
                        .as("nothing is left that %s could have", name)
                        .noneMatch(volume -> Matching.fits(volume, claim));
            }
        }
        for (var volume : world.volumes()) {
            boolean isBound = world.claims().stream()
                    .anyMatch(claim -> claim.volumeName().equals(volume.name()) && volume.isFor(claim));
            assertThat(volume.phase().equals("Bound")).as("%s", volume.object()).isEqualTo(isBound);
        }
    }
}
