/// A pod as hints see it: its demand and the selectors that match it.
package struct WaitingDemand {
  let demand: PlacementDemand
  let matches: [Int32]
}
