package io.kubia.role.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/**
 * Every metric of one process. Parts make their metrics once, when they are put together, and keep them in fields.
 *
 * <p>Series of one name must be registered with the same help; they are rendered together, in the order of their first
 * registration, as the text format wants it.
 */
public final class Metrics {
    /** The content type of {@link #render()}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final List<Family> families = new CopyOnWriteArrayList<>();

    /** A counter; {@code labels} is what stands between the braces, such as {@code method="GET",code="200"}, or empty. */
    public Counter counter(String name, String help, String labels) {
        var counter = new Counter();
        register(name, help, "counter", new Series(labels, counter::value));
        return counter;
    }

    /** A gauge that is asked for its value whenever the metrics are read. */
    public void gauge(String name, String help, String labels, DoubleSupplier value) {
        register(name, help, "gauge", new Series(labels, value));
    }

    /** A histogram of durations, observed in nanoseconds and rendered in seconds. */
    public Histogram histogram(String name, String help, String labels) {
        var histogram = new Histogram();
        register(name, help, "histogram", new HistogramSeries(labels, histogram));
        return histogram;
    }

    /** All of it in Prometheus' text format. */
    public String render() {
        var out = new StringBuilder(4096);
        for (var family : families) {
            out.append("# HELP ")
                    .append(family.name)
                    .append(' ')
                    .append(family.help)
                    .append('\n');
            out.append("# TYPE ")
                    .append(family.name)
                    .append(' ')
                    .append(family.type)
                    .append('\n');
            for (var series : family.series) {
                series.render(family.name, out);
            }
        }
        return out.toString();
    }

    private synchronized void register(String name, String help, String type, Rendered series) {
        for (var family : families) {
            if (family.name.equals(name)) {
                family.series.add(series);
                return;
            }
        }
        var family = new Family(name, help, type, new CopyOnWriteArrayList<>());
        family.series.add(series);
        families.add(family);
    }

    private record Family(String name, String help, String type, List<Rendered> series) {}

    private sealed interface Rendered {
        void render(String name, StringBuilder out);
    }

    private record Series(String labels, DoubleSupplier value) implements Rendered {
        @Override
        public void render(String name, StringBuilder out) {
            line(out, name, labels, value.getAsDouble());
        }
    }

    private record HistogramSeries(String labels, Histogram histogram) implements Rendered {
        @Override
        public void render(String name, StringBuilder out) {
            var prefix = labels.isEmpty() ? "" : labels + ",";
            var counts = new ArrayList<Long>();
            histogram.forEachBucket(counts::add);
            long seen = 0;
            for (int i = 0; i < counts.size(); i++) {
                seen += counts.get(i);
                var bound = i < Histogram.BOUNDS_SECONDS.length ? number(Histogram.BOUNDS_SECONDS[i]) : "+Inf";
                line(out, name + "_bucket", prefix + "le=\"" + bound + '"', (double) seen);
            }
            line(out, name + "_sum", labels, histogram.sumSeconds());
            line(out, name + "_count", labels, (double) seen);
        }
    }

    private static void line(StringBuilder out, String name, String labels, double value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(number(value)).append('\n');
    }

    /** Whole numbers without a fraction, others as Java writes them: both are what Prometheus parses. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) value)
                : Double.toString(value);
    }
}
