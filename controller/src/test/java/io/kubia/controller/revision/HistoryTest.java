package io.kubia.controller.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final KubeObject OWNER = KubeObject.named(ResourceTypes.STATEFUL_SET, "default", "kubia")
            .withMetadata("uid", Json.of("owner"))
            .withAnnotation("kubernetes.io/change-cause", "why");

    private static JsonObject template(String image) {
        return JsonObject.of("metadata", JsonObject.of("labels", JsonObject.EMPTY.with("app", "kubia")))
                .with("spec", JsonObject.EMPTY.with("image", image));
    }

    private static RevisionPlan plan(List<Revision> own, String image) {
        return new History(OWNER, own, List.of()).plan(template(image), null, 0);
    }

    @Test
    void theFirstTemplateIsRevisionOne() {
        var plan = plan(List.of(), "a");

        assertThat(plan.step()).containsInstanceOf(RevisionPlan.Step.Create.class);
        assertThat(plan.update().number()).isEqualTo(1);
        assertThat(plan.current()).isEqualTo(plan.update());
        assertThat(plan.update().template()).isEqualTo(template("a"));
        assertThat(plan.update().object().annotation("kubernetes.io/change-cause"))
                .isEqualTo("why");
    }

    @Test
    void aKnownTemplateNeedsNothing() {
        var first = plan(List.of(), "a").update();

        assertThat(plan(List.of(first), "a").step()).isEmpty();
        assertThat(plan(List.of(first), "a").update()).isEqualTo(first);
    }

    @Test
    void fieldsMayStandInAnotherOrder() {
        var first = plan(List.of(), "a").update();
        var shuffled = JsonObject.of("spec", template("a").object("spec"))
                .with("metadata", template("a").object("metadata"));

        assertThat(new History(OWNER, List.of(first), List.of())
                        .plan(shuffled, null, 0)
                        .step())
                .isEmpty();
        assertThat(RevisionHash.of(Revision.dataOf(shuffled), 0))
                .isEqualTo(RevisionHash.of(Revision.dataOf(template("a")), 0));
    }

    @Test
    void anOldTemplateGetsTheNextNumberAndKeepsItsName() {
        var first = plan(List.of(), "a").update();
        var second = plan(List.of(first), "b").update();

        var plan = plan(List.of(first, second), "a");

        assertThat(plan.step()).containsInstanceOf(RevisionPlan.Step.Renumber.class);
        assertThat(plan.update().name()).isEqualTo(first.name());
        assertThat(plan.update().number()).isEqualTo(3);
    }

    @Test
    void theCurrentOneIsTheOneThatTheStatusNames() {
        var first = plan(List.of(), "a").update();
        var history = new History(OWNER, List.of(first), List.of());

        assertThat(history.plan(template("b"), first.name(), 0).current()).isEqualTo(first);
        assertThat(history.plan(template("b"), "kubia-unknown", 0).current().number())
                .isEqualTo(2);
    }

    @Test
    void oldOnesBeyondTheLimitGoFirst() {
        var first = plan(List.of(), "a").update();
        var second = plan(List.of(first), "b").update();
        var third = plan(List.of(first, second), "c").update();
        var history = new History(OWNER, List.of(third, first, second), List.of());

        assertThat(history.beyond(0, Set.of(third.name()))).containsExactly(first, second);
        assertThat(history.beyond(1, Set.of(third.name()))).containsExactly(first);
        assertThat(history.beyond(2, Set.of(third.name()))).isEmpty();
        assertThat(history.beyond(0, Set.of(third.name(), first.name()))).containsExactly(second);
    }

    @Test
    void aLongNameIsCut() {
        var lengthy = OWNER.withMetadata("name", Json.of("x".repeat(240)));
        var revision = new History(lengthy, List.of(), List.of())
                .plan(template("a"), null, 0)
                .update();

        assertThat(revision.name()).startsWith("x".repeat(223) + "-").hasSizeLessThan(240);
        assertThat(revision.isNamedBy(lengthy)).isTrue();
    }
}
