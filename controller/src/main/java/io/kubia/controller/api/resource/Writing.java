package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Request;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.schema.FieldValidation;
import io.kubia.controller.schema.Schemas;
import java.util.ArrayList;
import java.util.List;

/** Creates, replaces and patches objects, and their status alone. */
public final class Writing {
    private final Registry registry;
    private final Reading reading;

    public Writing(Registry registry, Reading reading) {
        this.registry = registry;
        this.reading = reading;
    }

    /** A new object in a collection. */
    public Response create(Target target, Request request) {
        var form = Reading.form(request);
        var options = WriteOptions.of(request.query());
        var body = Bodies.object(request, target.type().kind());
        Fitting.requireKind(target.type(), body.object());
        var warnings = new ArrayList<String>();
        var object = judged(target, options, body, warnings);
        var created =
                registry.create(KubeObject.of(target.type(), Fitting.inNamespace(target, object)), options.dryRun());
        return warning(reading.answer(201, created, form), warnings);
    }

    /** Another object in the place of the one that is there. */
    public Response update(Target target, Request request) {
        var form = Reading.form(request);
        var options = WriteOptions.of(request.query());
        var body = Bodies.object(request, target.type().kind());
        Fitting.requireKind(target.type(), body.object());
        var warnings = new ArrayList<String>();
        var object = Fitting.inNamespace(target, judged(target, options, body, warnings));
        Fitting.requireName(target, object);
        var wanted = KubeObject.of(target.type(), object);
        requireVersion(wanted);
        var updated = registry.change(target.key(), part(target), _ -> wanted, options.dryRun());
        return warning(reading.answer(200, updated, form), warnings);
    }

    /** What a patch makes of the object that is there. */
    public Response patch(Target target, Request request) {
        var form = Reading.form(request);
        var options = WriteOptions.of(request.query());
        var type = Patches.type(request);
        var read = Bodies.json(request.body(), target.type().kind());
        var warnings = new ArrayList<String>();
        var patched = registry.change(
                target.key(),
                part(target),
                before -> patched(target, before, new Patches.Patch(type, read), options.validation(), warnings),
                options.dryRun());
        return warning(reading.answer(200, patched, form), warnings);
    }

    private static KubeObject patched(
            Target target, KubeObject before, Patches.Patch patch, FieldValidation validation, List<String> warnings) {
        var type = target.type();
        var whole = patch.apply(Schemas.instance().of(type), before.json());
        warnings.clear();
        var verdict = validation.judgePatched(
                patch.shown(whole), patch.duplicates(), Schemas.instance().check(type, whole));
        refuse(verdict);
        warnings.addAll(verdict.warnings());
        var pruned = Schemas.instance().prune(type, whole);
        Fitting.requireKind(type, pruned);
        Fitting.requireName(target, Fitting.inNamespace(target, pruned));
        var after = KubeObject.of(type, pruned);
        requireVersion(after);
        return after;
    }

    /** The object as it may be written, without what its kind does not know; warns of what was dropped. */
    private static JsonObject judged(Target target, WriteOptions options, Bodies.Body body, List<String> warnings) {
        var type = target.type();
        var problems = new ArrayList<>(body.problems());
        problems.addAll(Schemas.instance().check(type, body.object()));
        var verdict = options.validation().judge(type, body.duplicates(), problems);
        refuse(verdict);
        warnings.addAll(verdict.warnings());
        return Schemas.instance().prune(type, body.object());
    }

    private static void refuse(FieldValidation.Verdict verdict) {
        if (verdict.refusal().isPresent()) {
            throw new ApiException(verdict.refusal().get());
        }
    }

    /** Versions are numbers with us; what is none can be no version of the object. */
    private static void requireVersion(KubeObject object) {
        try {
            object.resourceVersion();
        } catch (NumberFormatException e) {
            throw new ApiException(Status.modified(object.key()));
        }
    }

    private static Part part(Target target) {
        return target.subresource().equals("status") ? Part.STATUS : Part.WHOLE;
    }

    static Response warning(Response answer, List<String> warnings) {
        var warned = answer;
        for (var text : warnings) {
            warned = warned.with("Warning", "299 - " + Json.of(text));
        }
        return warned;
    }
}
