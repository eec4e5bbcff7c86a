/** The address of a file that Vite puts beside the page. */
declare module '*?url' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: Vite exports the address so.
  export default address;
}
