/// The ports of a data system's pods, as policies have to name them.
package struct StorePorts: Sendable {
  /// Where clients connect: a port for each protocol that they may speak.
  package let clients: [Int]
  /// Where the members reach each other.
  package let members: Int
  /// Where members reach the pods of a coordinating group.
  package let coordinators: Int
  /// Where the pods of a coordinating group reach each other.
  package let coordination: Int

  init(clients: [Int], members: Int, coordinators: Int? = nil, coordination: Int? = nil) {
    self.clients = clients
    self.members = members
    self.coordinators = coordinators ?? members
    self.coordination = coordination ?? self.coordinators
  }
}

extension StoreEngine {
  /// The ports that the software listens on unless it is told otherwise.
  ///
  /// PostgreSQL replicas stream from the clients' port; Redis' cluster bus lies 10,000 above it;
  /// ClickHouse replicas fetch from interserver_http_port, ask Keeper's tcp_port, and Keeper votes
  /// on its raft port; Strimzi's brokers talk over 9091 and its controllers over 9090.
  package func ports(isStrimzi: Bool) -> StorePorts {
    switch self {
    case .postgresql: StorePorts(clients: [5432], members: 5432)
    case .redis: StorePorts(clients: [6379], members: 16_379)
    case .minio: StorePorts(clients: [9000], members: 9000)
    case .neo4j: StorePorts(clients: [7687, 7474], members: 7000)
    case .clickhouse:
      StorePorts(clients: [8123, 9000], members: 9009, coordinators: 2181, coordination: 9234)
    case .elasticsearch: StorePorts(clients: [9200], members: 9300)
    case .nats: StorePorts(clients: [4222], members: 6222)
    case .kafka:
      StorePorts(clients: [9092], members: isStrimzi ? 9091 : 9092, coordinators: 9090)
    case .rabbitmq: StorePorts(clients: [5672], members: 25_672)
    case .etcd: StorePorts(clients: [2379], members: 2380)
    }
  }
}
