import Cluster
import Manifests
import Mesh
import SimulationKernel
import Workload

/// CoreDNS as its prometheus plugin tells, and the lookups as the pods saw them.
struct NameExporter {
  private enum Metric: Int, CaseIterable {
    case address, longAddress, found, absent, failed, successHits, denialHits, misses
    case prefetches, staleHits
  }

  private var series = SeriesTable(width: Metric.allCases.count)
  private var totals: [Int32] = [-1, -1, -1, -1, -1]

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    // The caches of nodes are CoreDNS too, with their metrics on a port of their own.
    let own = world.mesh.nameServers
    for (row, server) in (own + world.mesh.nodeNameCaches).enumerated() {
      guard world.cluster.pods.contains(server.pod) else { continue }
      let counters = server.counters
      let labels = Self.labels(of: server.pod, port: row < own.count ? ":9153" : ":9253", world)
      series.open(row: row, key: server.pod.rawValue)
      for (metric, name, label, value) in [
        (Metric.address, "coredns_dns_requests_total", ("type", "A"), counters.addressQueries),
        (
          .longAddress, "coredns_dns_requests_total", ("type", "AAAA"),
          counters.longAddressQueries
        ), (.found, "coredns_dns_responses_total", ("rcode", "NOERROR"), counters.found),
        (.absent, "coredns_dns_responses_total", ("rcode", "NXDOMAIN"), counters.absent),
        (.failed, "coredns_dns_responses_total", ("rcode", "SERVFAIL"), counters.failed),
        (.successHits, "coredns_cache_hits_total", ("type", "success"), counters.successHits),
        (.denialHits, "coredns_cache_hits_total", ("type", "denial"), counters.denialHits),
        (.misses, "coredns_cache_misses_total", ("view", ""), counters.misses),
        (.prefetches, "coredns_cache_prefetch_total", ("view", ""), counters.prefetches),
        (.staleHits, "coredns_cache_served_stale_total", ("view", ""), counters.staleHits),
      ] where value > 0 || metric.rawValue < Metric.prefetches.rawValue {
        book.put(
          Double(value), &series[row, metric.rawValue], name,
          labels + [(name: label.0, value: label.1)])
      }
    }
    scrapeTotals(world, at: time, into: &book)
  }

  /// The time in CoreDNS is that of its requests under way, by Little's law.
  private mutating func scrapeTotals(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    guard !world.mesh.nameServers.isEmpty else { return }
    let lookups = world.mesh.lookupTotals
    book.put(Double(lookups.finished), &totals[2], "vhsim_dns_lookups_total", [])
    book.put(Double(lookups.failed), &totals[3], "vhsim_dns_lookups_failed_total", [])
    book.put(lookups.duration.seconds, &totals[4], "vhsim_dns_lookup_duration_seconds_sum", [])
    let living = world.mesh.nameServers.first { world.cluster.pods.contains($0.pod) }
    guard let server = living else { return }
    let workload = Int(world.cluster.pods[server.pod].workload)
    let owner = world.cluster.workloads[workload]
    let labels = [
      (name: "namespace", value: owner.namespace), (name: "server", value: "dns://:53"),
      (name: "zone", value: "."),
    ]
    let occupancies = world.workload.occupancies()
    if workload < occupancies.count, let occupancy = occupancies[workload] {
      let none = TimeWeightedCount()
      let underWay =
        occupancy.busy.mean(since: none, from: .zero, through: time)
        + occupancy.queued.mean(since: none, from: .zero, through: time)
      book.put(
        underWay * (time - SimTime.zero).seconds, &totals[0],
        "coredns_dns_request_duration_seconds_sum", labels)
      book.put(
        Double(world.mesh.nameQueryCount), &totals[1],
        "coredns_dns_request_duration_seconds_count", labels)
    }
  }

  private static func labels(
    of pod: PodHandle, port: String, _ world: borrowing World
  ) -> [SeriesLabel] {
    [
      (name: "namespace", value: world.cluster.namespace(of: pod)),
      (name: "pod", value: world.cluster.name(of: pod)),
      (
        name: "instance",
        value: AddressRange.text(world.cluster.address(of: pod)) + port
      ),
      (name: "server", value: "dns://:53"), (name: "zone", value: "."),
    ]
  }
}
