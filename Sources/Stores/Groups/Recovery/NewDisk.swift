/// The situation of a running member whose disk is new.
package enum NewDisk: Sendable {
  /// It copies its data from the members that have them.
  case copying
  /// The others do not know it, or refuse it, until an administrator or operator adds it anew.
  case outside
}
