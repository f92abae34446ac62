package plex

// Data is the two fonts as they are in their files, for what draws letters
// elsewhere than on paper. Nobody may change them.
func Data() (text, strong []byte) { return regular, semibold }
