extension OperatorSpec {
  /// Altinity's operator of ClickHouse: writes a StatefulSet for each host.
  package static let altinity: OperatorSpec = OperatorSpec(
    images: ["altinity/clickhouse-operator"],
    kinds: ["ClickHouseInstallation", "ClickHouseKeeperInstallation"],
    request: APIRequest("update", "statefulsets", group: "apps"))
}
