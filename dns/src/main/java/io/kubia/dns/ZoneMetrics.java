package io.kubia.dns;

import io.kubia.dns.zone.LiveZone;
import io.kubia.role.metrics.Histogram;
import io.kubia.role.metrics.Metrics;

/** What is counted of the zone and of its changes. */
final class ZoneMetrics {
    private final Histogram changes;

    ZoneMetrics(Metrics metrics, LiveZone zone) {
        metrics.gauge(
                "kubia_dns_zone_synced",
                "Whether the zone is known: 1, or 0.",
                "",
                () -> zone.now().isSynced() ? 1 : 0);
        metrics.gauge(
                "kubia_dns_zone_services",
                "Services in the zone.",
                "",
                () -> zone.now().size().services());
        metrics.gauge(
                "kubia_dns_zone_endpoints",
                "Endpoints of services, ready or not.",
                "",
                () -> zone.now().size().endpoints());
        metrics.gauge(
                "kubia_dns_zone_names",
                "Names, those of addresses included.",
                "",
                () -> zone.now().size().names());
        metrics.gauge(
                "kubia_dns_zone_serial",
                "The zone's serial number.",
                "",
                () -> Integer.toUnsignedLong(zone.now().serial()));
        changes = metrics.histogram(
                "kubia_dns_change_seconds", "From a change's arrival to its being visible to clients.", "");
    }

    void changed(long nanos) {
        changes.observe(nanos);
    }
}
