package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Request;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.json.Json;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;

/** The subresource finalize of namespaces: says who still has to do something before one may be gone. */
public final class Finalizing {
    private final Registry registry;
    private final Reading reading;

    public Finalizing(Registry registry, Reading reading) {
        this.registry = registry;
        this.reading = reading;
    }

    /** Takes the finalizers of the body, and nothing else of it. */
    public Response update(Target target, Request request) {
        var form = Reading.form(request);
        var options = WriteOptions.of(request.query());
        var body = Bodies.object(request, target.type().kind()).object();
        Fitting.requireKind(target.type(), body);
        Fitting.requireName(target, body);
        Json finalizers = body.object("spec").array("finalizers");
        var changed = registry.change(
                target.key(),
                Part.WHOLE,
                before -> before.withSpec(spec -> spec.with("finalizers", finalizers)),
                options.dryRun());
        return reading.answer(200, changed, form);
    }
}
