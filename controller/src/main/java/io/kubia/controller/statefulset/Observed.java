package io.kubia.controller.statefulset;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.revision.History;
import io.kubia.controller.revision.Revision;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a set, all of one moment, and whose it is.
 *
 * <p>A pod is a member when the set steers it and it has the name and labels of one. An orphan that has them is adopted, a
 * pod that lost them is released, and what another steers is left alone, whatever its labels: so two sets with one selector
 * never fight (kubernetes controller_ref_manager.go, ClaimObject; stateful_set.go, getPodsForStatefulSet).
 *
 * @param members each with a name of the set's, in no order
 * @param orphans that the set takes
 * @param strays that the set gives up
 * @param taken names of the set's pods that others have
 * @param orphanRevisions that the set takes
 * @param claims of the namespace, by name
 * @param ownedClaims whether any claim of the namespace has an owner
 */
record Observed(
        List<Member> members,
        List<Member> orphans,
        List<Member> strays,
        Set<String> taken,
        History history,
        List<Revision> orphanRevisions,
        Function<String, Optional<Claim>> claims,
        boolean ownedClaims) {
    Observed {
        members = List.copyOf(members);
        orphans = List.copyOf(orphans);
        strays = List.copyOf(strays);
        taken = Set.copyOf(taken);
        orphanRevisions = List.copyOf(orphanRevisions);
    }

    /** What a snapshot has of a set. Costs one look at each pod, claim and revision of the namespace. */
    static Observed of(StatefulSet set, Snapshot now) {
        var pods = new Sorter(set);
        for (var pod : now.list(Selection.in(ResourceTypes.POD, set.namespace()))) {
            pods.sort(Member.of(pod));
        }
        var own = new ArrayList<Revision>();
        var others = new ArrayList<Revision>();
        var orphans = new ArrayList<Revision>();
        for (var object : now.list(Selection.in(ResourceTypes.CONTROLLER_REVISION, set.namespace()))) {
            var revision = Revision.of(object);
            boolean fits = set.selector().matches(revision.labels());
            if (fits && revision.isOrphan() && revision.isNamedBy(set.object()) && !object.isBeingDeleted()) {
                orphans.add(revision);
            }
            (fits && revision.isControlledBy(set.object()) ? own : others).add(revision);
        }
        return new Observed(
                pods.members,
                pods.orphans,
                pods.strays,
                pods.taken,
                new History(set.object(), own, others),
                orphans,
                name -> now.get(ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, set.namespace(), name))
                        .map(Claim::of),
                anyOwned(now.list(Selection.in(ResourceTypes.PERSISTENT_VOLUME_CLAIM, set.namespace()))));
    }

    private static boolean anyOwned(List<KubeObject> claims) {
        for (var claim : claims) {
            if (!Claim.of(claim).owners().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Claim claim(String name) {
        return claims.apply(name).orElse(null);
    }

    /** Whether there is something to take or to give up before anything else is done. */
    boolean hasLooseEnds() {
        return !orphans.isEmpty() || !strays.isEmpty() || !orphanRevisions.isEmpty();
    }

    /** Sorts pods by whose they are. */
    private static final class Sorter {
        private final StatefulSet set;
        private final List<Member> members = new ArrayList<>();
        private final List<Member> orphans = new ArrayList<>();
        private final List<Member> strays = new ArrayList<>();
        private final Set<String> taken = new TreeSet<>();

        private Sorter(StatefulSet set) {
            this.set = set;
        }

        private void sort(Member pod) {
            if (pod.isControlledBy(set)) {
                if (pod.fits(set)) {
                    members.add(pod);
                    return;
                }
                strays.add(pod);
            } else if (pod.controller() == null && pod.fits(set) && !pod.isTerminating()) {
                orphans.add(pod);
            }
            if (pod.isNamedBy(set)) {
                taken.add(pod.pod().name());
            }
        }
    }
}
