package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who owns claims, and so when they go (KEP-1847). */
class RetentionTest {
    @ParameterizedTest(name = "whenDeleted {0}, whenScaled {1}: owned by {2}, by {3} once scaled down")
    @CsvSource({
        "Retain, Retain, nobody, nobody",
        "Delete, Retain, StatefulSet, StatefulSet",
        "Retain, Delete, nobody, Pod",
        "Delete, Delete, StatefulSet, Pod"
    })
    void claimsAreOwnedByThePolicy(String whenDeleted, String whenScaled, String first, String then) {
        for (boolean isOrdered : new boolean[] {true, false}) {
            var kubia =
                    Scenario.of(isOrdered, 2).retention(whenDeleted, whenScaled).healthy();
            assertThat(owner(kubia.claim("data-kubia-1"))).isEqualTo(first);

            kubia.scale(1);
            assertThat(owner(kubia.claim("data-kubia-1"))).isEqualTo(then);
            assertThat(owner(kubia.claim("data-kubia-0"))).isEqualTo(first);
        }
    }

    private static String owner(KubeObject claim) {
        assertThat(claim.owners()).hasSizeLessThan(2).allMatch(OwnerReference::controller);
        return claim.owners().isEmpty() ? "nobody" : claim.owners().getFirst().kind();
    }

    @Test
    void aClaimIsOwnedFromItsCreationOn() {
        var kubia = Scenario.of(true, 1, spec -> spec.with("persistentVolumeClaimRetentionPolicy", SetSpecs.deleted()));

        assertThat(owner(kubia.claim("data-kubia-0"))).isEqualTo("StatefulSet");
    }

    @Test
    void goingBackToRetainFreesTheClaims() {
        var kubia = Scenario.of(true, 2).retention("Delete", "Delete").healthy().retention("Retain", "Retain");

        assertThat(owner(kubia.claim("data-kubia-0"))).isEqualTo("nobody");
        assertThat(owner(kubia.claim("data-kubia-1"))).isEqualTo("nobody");
    }

    @Test
    void aDeletedPodThatIsWantedNeverOwnsItsClaim() {
        var kubia = Scenario.of(true, 2).retention("Retain", "Delete").healthy().deletePod("kubia-1");

        assertThat(owner(kubia.claim("data-kubia-1"))).isEqualTo("nobody");
    }

    @ParameterizedTest(name = "ordered {0}")
    @ValueSource(booleans = {true, false})
    void aPodIsNotCreatedOnTheClaimThatItsPredecessorTakesAlong(boolean isOrdered) {
        var kubia = Scenario.of(isOrdered, 2).retention("Retain", "Delete").healthy();
        kubia.scale(1).gone("kubia-1").scale(2);

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a");
        assertThat(kubia.waitingFor())
                .isEqualTo("waits for claim data-kubia-1, which an earlier kubia-1 leaves, to be gone before kubia-1 is"
                        + " created");
        kubia.claimGone("data-kubia-1");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending a");
        assertThat(owner(kubia.claim("data-kubia-1"))).isEqualTo("nobody");
    }

    @Test
    void scalingUpAgainInTimeFreesTheClaimFromItsPod() {
        var kubia = Scenario.of(true, 3).retention("Retain", "Delete").healthy();
        kubia.scale(1);
        assertThat(owner(kubia.claim("data-kubia-1"))).isEqualTo("Pod");

        kubia.scale(2).gone("kubia-2");

        assertThat(owner(kubia.claim("data-kubia-1"))).isEqualTo("nobody");
    }

    @Test
    void aClaimThatSomebodyElseSteersIsLeftAlone() {
        var kubia = Scenario.of(true, 2).healthy();
        var other = new OwnerReference("example.com/v1", "Backup", "nightly", "backup-uid", true, false);
        kubia.change(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "data-kubia-1", claim -> claim.withOwners(List.of(other)));

        kubia.retention("Delete", "Delete").scale(1);

        assertThat(kubia.claim("data-kubia-1").owners()).containsExactly(other);
    }

    @Test
    void ownersThatDoNotSteerStay() {
        var kubia = Scenario.of(true, 1).healthy();
        var other = new OwnerReference("example.com/v1", "Backup", "nightly", "backup-uid", false, false);
        kubia.change(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "data-kubia-0", claim -> claim.withOwners(List.of(other)));

        kubia.retention("Delete", "Retain");

        assertThat(kubia.claim("data-kubia-0").owners())
                .containsExactly(other, OwnerReference.controlledBy(kubia.set()));
    }
}
