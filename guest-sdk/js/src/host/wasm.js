// The host inside a component. Without a version: the one of the WIT that the component is made with.
export { default } from "sandtable:transform/host";
