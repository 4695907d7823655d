/// The families of series that the exporters have, by the words that their names begin with.
///
/// Some series come with what they count, such as a Service's first requests: that there is none
/// yet does not say that there will be none.
package enum SeriesFamilies {
  private static let prefixes = [
    "cluster_autoscaler_", "cnpg_", "container_cpu_", "container_fs_", "container_memory_",
    "container_network_", "coredns_", "elasticsearch_", "envoy_", "etcd_", "istio_", "jetstream_",
    "kafka_", "kube_", "kubelet_", "leader_election_", "minio_", "node_", "pg_", "rabbitmq_",
    "redis_", "scheduler_", "vhsim_",
  ]

  /// Whether a name may be that of a series.
  package static func has(_ name: String) -> Bool {
    prefixes.contains { name.hasPrefix($0) }
  }
}
