package io.kubia.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Service;
import io.kubia.dns.source.ZoneUpdates;
import io.kubia.dns.world.World;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.ZoneConfig;
import io.kubia.role.metrics.Metrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneMetricsTest {
    @Test
    void theZoneAndTheTimeOfItsChangesAreShown() {
        var metrics = new Metrics();
        var zone = new LiveZone(ZoneConfig.defaults(DnsName.parse("cluster.local")), World.CLOCK);
        var updates = new ZoneUpdates(zone, new ZoneMetrics(metrics, zone)::changed);
        assertThat(metrics.render())
                .contains("kubia_dns_zone_synced 0\n", "kubia_dns_zone_services 0\n", "kubia_dns_zone_serial 999\n")
                .contains("kubia_dns_change_seconds_count 0\n");
        var put = new Change.PutService(new Service.Headless(new ObjectKey("default", "kubia"), false));
        updates.apply(List.of(put, new Change.Synced()));
        assertThat(metrics.render())
                .contains("kubia_dns_zone_synced 1\n", "kubia_dns_zone_services 1\n", "kubia_dns_zone_endpoints 0\n")
                .contains("kubia_dns_zone_serial 1000\n", "kubia_dns_change_seconds_count 1\n");
        // What changes nothing is not counted.
        updates.apply(List.of(put));
        assertThat(metrics.render()).contains("kubia_dns_change_seconds_count 1\n");
    }
}
