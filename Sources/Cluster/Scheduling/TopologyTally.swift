/// A tally with the topology by whose domains it is summed.
package struct TopologyTally: Sendable {
  let key: Int32
  let tally: Int32
  let slot: Int32
}
